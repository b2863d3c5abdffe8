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
