using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class DeadLetterDispatcherTests
{
    private readonly DispatcherHarness _harness = new();

    [Fact]
    public async Task A_letter_is_delivered_when_the_broker_acknowledged_it()
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(Some.Letter(SomeRecord.At(17, partition: 6)));
        Assert.False(dispatch.IsCompleted);
        Assert.Equal(new TopicPartition("orders.dlq", 2), _harness.Producer.Taken.Single().Target);
        Assert.Equal(1, _harness.Lane.Outstanding);

        _harness.Acknowledge(0, offset: 99);

        Assert.Equal(new TopicPartitionOffset("orders.dlq", 2, 99), await dispatch);
        Assert.Equal(0, _harness.Lane.Outstanding);
        Assert.Empty(_harness.Dispatcher.Failing);
    }

    [Fact]
    public void Events_of_a_delivery_come_once_each_and_in_order()
    {
        DeadLetter letter = Some.Letter() with { Reason = "why" };
        _ = _harness.Dispatch(letter);
        Assert.Equal([EventNames.DeadLetterDispatched], _harness.EventNames);

        _harness.Acknowledge(0, offset: 99);

        Assert.Equal([EventNames.DeadLetterDispatched, EventNames.DeadLetterDelivered], _harness.EventNames);
        Assert.Equal(new DeadLetterDispatched(letter.Message, "orders.dlq", 3, letter.Error, "why", "orders-0-17@billing#1"), _harness.Events[0]);
        Assert.Equal(
            new DeadLetterDelivered(letter.Message, new TopicPartitionOffset("orders.dlq", 0, 99), 3, letter.Error, "why", "orders-0-17@billing#1", LetterReduction.None),
            _harness.Events[1]);
    }

    [Fact]
    public void A_known_partition_count_is_asked_for_anew_after_a_minute_in_the_background()
    {
        _ = _harness.Dispatch(Some.Letter(SomeRecord.At(1, partition: 5)));
        _harness.Acknowledge(0);
        _harness.Do(() => _harness.Time.Advance(TimeSpan.FromSeconds(61)));
        _harness.Count = _ => Task.FromResult(6);

        _ = _harness.Dispatch(Some.Letter(SomeRecord.At(2, partition: 5)));
        _ = _harness.Dispatch(Some.Letter(SomeRecord.At(3, partition: 5)));

        Assert.Equal([1, 1, 5], _harness.Producer.Taken.Select(sent => sent.Target.Partition.Value));
    }

    [Fact]
    public void First_letter_of_a_prepared_target_goes_at_once()
    {
        _harness.Do(() => _harness.Dispatcher.Prepare(_harness.Producer, "orders.dlq"));
        _harness.Count = _ => new TaskCompletionSource<int>().Task;

        _ = _harness.Dispatch(1);

        Assert.Single(_harness.Producer.Taken);
    }

    [Fact]
    public void Preparation_without_an_answer_tells_nothing_and_the_first_letter_asks_again()
    {
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.Local_TimedOut));
        _harness.Do(() => _harness.Dispatcher.Prepare(_harness.Producer, "orders.dlq"));
        Assert.Empty(_harness.Events);
        _harness.Count = _ => Task.FromResult(4);

        _ = _harness.Dispatch(1);

        Assert.Single(_harness.Producer.Taken);
        Assert.DoesNotContain(EventNames.DeadLetterFailed, _harness.EventNames);
    }

    [Fact]
    public async Task A_refresh_that_fails_leaves_the_known_count_in_use()
    {
        _ = _harness.Dispatch(1);
        _harness.Acknowledge(0);
        _harness.Do(() => _harness.Time.Advance(TimeSpan.FromSeconds(61)));
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.Local_TimedOut));

        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(2);
        _harness.Acknowledge(1);

        await dispatch;
        Assert.DoesNotContain(EventNames.DeadLetterFailed, _harness.EventNames);
    }
}
