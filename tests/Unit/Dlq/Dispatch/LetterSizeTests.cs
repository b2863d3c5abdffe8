using Confluent.Kafka;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class LetterSizeTests
{
    private readonly DispatcherHarness _harness = new();

    [Theory]
    [InlineData(1, LetterReduction.NoStackTrace)]
    [InlineData(2, LetterReduction.NoErrorText)]
    [InlineData(3, LetterReduction.NoOriginalHeaders)]
    public async Task A_letter_that_is_too_large_goes_down_the_ladder_at_once(int refusals, LetterReduction reduction)
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(Some.Letter(error: Some.Thrown(new InvalidOperationException("x"))));
        for (int refusal = 0; refusal < refusals; refusal++)
        {
            _harness.Refuse(refusal, ErrorCode.MsgSizeTooLarge);
        }

        _harness.Acknowledge(refusals);

        await dispatch;
        Assert.Equal([EventNames.DeadLetterDispatched, EventNames.DeadLetterDelivered], _harness.EventNames);
        Assert.Equal(reduction, Assert.IsType<DeadLetterDelivered>(_harness.Events[1]).Reduction);
        Assert.Null(_harness.Producer.Taken[refusals].Message.Headers.Text("dlq.error.stacktrace"));
    }

    [Fact]
    public async Task A_letter_too_large_for_the_producer_goes_down_the_ladder_too()
    {
        _harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.MsgSizeTooLarge));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);
        Assert.Single(_harness.Offsets);

        _harness.Acknowledge(0);

        await dispatch;
        Assert.Equal(LetterReduction.NoStackTrace, Assert.IsType<DeadLetterDelivered>(_harness.Events[1]).Reduction);
    }

    [Fact]
    public async Task A_letter_larger_than_its_routes_bound_is_sent_smaller_at_once_and_goes_on_from_there()
    {
        DeadLetterQueueSettings bounded = Some.Queue(queue => queue.MaxLetterBytes(2_000));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(Some.Letter(error: Some.Thrown(new InvalidOperationException(new string('x', 1_900)))) with { Queue = bounded });
        Assert.Null(_harness.Producer.Taken[0].Message.Headers.Text("dlq.error.message"));

        _harness.Refuse(0, ErrorCode.MsgSizeTooLarge);
        _harness.Acknowledge(1);

        await dispatch;
        Assert.Equal(LetterReduction.NoOriginalHeaders, _harness.Events.OfType<DeadLetterDelivered>().Single().Reduction);
        Assert.Equal(2, _harness.Producer.Taken.Count);
    }

    [Fact]
    public async Task The_end_of_a_letter_tells_what_its_bound_had_left_out()
    {
        DeadLetterQueueSettings bounded = Some.Queue(queue => queue.MaxLetterBytes(2_000));
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(Some.Letter(error: Some.Thrown(new InvalidOperationException(new string('x', 1_900)))) with { Queue = bounded });

        _harness.Acknowledge(0);

        await dispatch;
        Assert.Equal(LetterReduction.NoErrorText, _harness.Events.OfType<DeadLetterDelivered>().Single().Reduction);
    }

    [Fact]
    public void A_letter_that_keeps_its_bound_at_no_step_holds_says_why_and_is_never_sent()
    {
        SomeRecord large = new(new TopicPartitionOffset("orders", 0, 17), default, null, new byte[5_000], null);
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(Some.Letter(large) with { Queue = Some.Queue(queue => queue.MaxLetterBytes(4_000)) });
        _harness.Advance(TimeSpan.FromSeconds(1));

        Assert.False(dispatch.IsCompleted);
        Assert.Empty(_harness.Producer.Taken);
        Assert.True(_harness.Lane.IsHolding);
        Assert.Contains("MaxLetterBytes allows 4000", _harness.Events.OfType<DeadLetterFailed>().First().Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_too_large_at_the_last_rung_holds_says_what_to_raise_and_is_tried_whole_again()
    {
        Task<TopicPartitionOffset> dispatch = _harness.Dispatch(17);
        for (int rung = 0; rung < 4; rung++)
        {
            _harness.Refuse(rung, ErrorCode.MsgSizeTooLarge);
        }

        DeadLetterFailed failed = Assert.Single(_harness.Events.OfType<DeadLetterFailed>());
        Assert.Contains("raise max.message.bytes of topic 'orders.dlq'", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("message.max.bytes of the producer", failed.Error.Message, StringComparison.Ordinal);
        Assert.True(_harness.Lane.IsHolding);
        _harness.Advance(TimeSpan.FromMilliseconds(200));
        _harness.Acknowledge(4);
        await dispatch;
        Assert.Equal(LetterReduction.None, _harness.Events.OfType<DeadLetterDelivered>().Single().Reduction);
    }
}
