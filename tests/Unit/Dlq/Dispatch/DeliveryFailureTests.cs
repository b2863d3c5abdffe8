using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class DeliveryFailureTests
{
    private readonly DispatcherHarness _harness = new();

    [Fact]
    public async Task A_letter_that_the_producer_refuses_is_tried_again_after_a_wait_and_dispatched_once()
    {
        _harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_Transport));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);
        Assert.Empty(_harness.Offsets);
        Assert.True(_harness.Lane.IsHolding);

        _harness.Advance(TimeSpan.FromMilliseconds(190));
        Assert.Empty(_harness.Offsets);
        _harness.Advance(TimeSpan.FromMilliseconds(10));
        _harness.Acknowledge(0);

        await dispatch;
        Assert.Equal([EventNames.DeadLetterFailed, EventNames.DeadLetterDispatched, EventNames.DeadLetterDelivered], _harness.EventNames);
        Assert.False(_harness.Lane.IsHolding);
    }

    [Theory]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.Local_MsgTimedOut)]
    [InlineData(PersistenceStatus.PossiblyPersisted, ErrorCode.Local_MsgTimedOut)]
    [InlineData(PersistenceStatus.PossiblyPersisted, ErrorCode.NoError)]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.NoError)]
    public async Task Only_persisted_counts_as_delivered(PersistenceStatus status, ErrorCode code)
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);

        _harness.Do(() => _harness.Producer.Taken[0].Report(status, code));

        Assert.False(dispatch.IsCompleted);
        Assert.True(_harness.Lane.IsHolding);
        _harness.Advance(TimeSpan.FromMilliseconds(200));
        _harness.Acknowledge(1);
        await dispatch;
        Assert.Equal([EventNames.DeadLetterDispatched, EventNames.DeadLetterFailed, EventNames.DeadLetterDelivered], _harness.EventNames);
    }

    [Fact]
    public void Waits_between_tries_double_up_to_the_cap_and_never_end()
    {
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.UnknownTopicOrPart));
        DateTimeOffset start = _harness.Time.GetUtcNow();
        List<double> failedAt = [];
        _harness.Monitor.Subscribe<DeadLetterFailed>(_ => failedAt.Add((_harness.Time.GetUtcNow() - start).TotalSeconds));

        Task dispatch = _harness.Dispatch(17);
        _harness.Advance(TimeSpan.FromSeconds(43));

        Assert.Equal([0, 0.2, 0.6, 1.4, 3, 6.2, 12.6, 22.6, 32.6, 42.6], failedAt.Select(at => Math.Round(at, 3)));
        Assert.Equal(Enumerable.Range(1, 10), _harness.Events.OfType<DeadLetterFailed>().Select(failed => failed.Tries));
        Assert.False(dispatch.IsCompleted);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_fails_at_once_in_words_and_the_letter_arrives_once_it_is()
    {
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.UnknownTopicOrPart));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);

        DeadLetterFailed failed = Assert.IsType<DeadLetterFailed>(Assert.Single(_harness.Events));
        Assert.Equal(ErrorCode.UnknownTopicOrPart, Assert.IsType<KafkaException>(failed.Error).Error.Code);
        Assert.Equal(("orders.dlq", 1, "orders-0-17@billing#1"), (failed.TargetTopic, failed.Tries, failed.Id));
        Assert.Contains("orders/0/17", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Create topic 'orders.dlq'", failed.Error.Message, StringComparison.Ordinal);

        _harness.Count = _ => Task.FromResult(1);
        _harness.Advance(TimeSpan.FromMilliseconds(200));
        _harness.Acknowledge(0);
        await dispatch;
    }

    [Fact]
    public async Task A_try_without_an_answer_fails_after_the_time_limit()
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);

        _harness.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal([EventNames.DeadLetterDispatched], _harness.EventNames);
        _harness.Advance(TimeSpan.FromSeconds(0.4));

        DeadLetterFailed failed = Assert.IsType<DeadLetterFailed>(_harness.Events[1]);
        Assert.Contains("no acknowledgement within 00:00:30", failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _harness.Offsets.Count);
        _harness.Acknowledge(1);
        await dispatch;
    }

    [Fact]
    public void A_late_report_of_a_try_that_was_given_up_changes_nothing()
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);
        _harness.Advance(TimeSpan.FromSeconds(30.5));

        _harness.Acknowledge(0);

        Assert.False(dispatch.IsCompleted);
        Assert.DoesNotContain(EventNames.DeadLetterDelivered, _harness.EventNames);
    }

    [Fact]
    public async Task A_full_queue_of_the_producer_is_waited_out_without_a_word()
    {
        for (int time = 0; time < 5; time++)
        {
            _harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_QueueFull));
        }

        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);
        Task<TopicPartitionOffset> next = _harness.Dispatch(18);
        Assert.Empty(_harness.Events);
        Assert.False(_harness.Lane.IsHolding);

        _harness.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(["17", "18"], _harness.Offsets);
        _harness.Acknowledge(0);
        _harness.Acknowledge(1);
        await Task.WhenAll(dispatch, next);
        Assert.DoesNotContain(EventNames.DeadLetterFailed, _harness.EventNames);
    }

    [Fact]
    public void A_queue_that_stays_full_for_the_time_limit_is_a_failed_try()
    {
        for (int time = 0; time < 2_000; time++)
        {
            _harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_QueueFull));
        }

        _ = _harness.Dispatch(17);
        _harness.Advance(TimeSpan.FromSeconds(30.1));

        Assert.Equal([EventNames.DeadLetterFailed], _harness.EventNames);
    }

    [Fact]
    public async Task Any_other_exception_of_the_producer_is_a_failed_try_too()
    {
        _harness.Producer.Throws.Enqueue(new ObjectDisposedException("producer"));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);

        _harness.Advance(TimeSpan.FromMilliseconds(200));
        _harness.Acknowledge(0);

        await dispatch;
        Assert.IsType<ObjectDisposedException>(_harness.Events.OfType<DeadLetterFailed>().Single().Error.InnerException);
    }

    [Fact]
    public void Failing_letters_are_told_to_health_with_their_last_error()
    {
        _harness.Count = _ => Task.FromException<int>(new KafkaException(ErrorCode.UnknownTopicOrPart));
        DateTimeOffset start = _harness.Time.GetUtcNow();
        _ = _harness.Dispatch(17);
        _harness.Advance(TimeSpan.FromMilliseconds(200));

        FailingLetter failing = Assert.Single(_harness.Dispatcher.Failing);

        Assert.Equal(new TopicPartitionOffset("orders", 0, 17), failing.Source);
        Assert.Equal(("orders.dlq", start, 2), (failing.TargetTopic, failing.Since, failing.Tries));
        Assert.Same(_harness.Events.OfType<DeadLetterFailed>().Last().Error, failing.LastError);
    }

    [Fact]
    public void A_letter_that_the_broker_leaves_unanswered_is_told_to_health_after_five_seconds()
    {
        _ = _harness.Dispatch(17);
        _harness.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Empty(_harness.Dispatcher.Failing);

        _harness.Advance(TimeSpan.FromSeconds(0.1));

        FailingLetter late = Assert.Single(_harness.Dispatcher.Failing);
        Assert.Equal(0, late.Tries);
        Assert.Contains("orders/0/17", late.LastError.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_producer_with_a_fatal_error_is_replaced()
    {
        FakeProducer fresh = new();
        DispatcherHarness harness = new(replace: _ => fresh);
        harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_Fatal));
        Task<TopicPartitionOffset> dispatch = harness.Dispatch(17);

        harness.Advance(TimeSpan.FromMilliseconds(200));

        harness.Do(() => fresh.Taken.Single().Acknowledge());
        await dispatch;
    }
}
