using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using Kafka.Dlq.Tests.Unit.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class LetterOrderTests
{
    private readonly DispatcherHarness _harness = new();

    [Fact]
    public void With_a_known_partition_count_the_producer_has_the_letter_before_the_call_returns()
    {
        _ = _harness.Dispatch(1);
        _harness.Acknowledge(0);

        // Without the pump nothing but the call itself can run.
        _ = _harness.Dispatcher.DispatchAsync(Some.Letter(SomeRecord.At(2)), _harness.Producer, _harness.Lane, acknowledged: null, CancellationToken.None);
        _ = _harness.Dispatcher.DispatchAsync(Some.Letter(SomeRecord.At(3)), _harness.Producer, _harness.Lane, acknowledged: null, CancellationToken.None);

        Assert.Equal(["1", "2", "3"], _harness.Offsets);
    }

    [Fact]
    public void While_the_partition_count_is_asked_for_letters_queue_up_in_order()
    {
        TaskCompletionSource<int> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        _harness.Count = _ =>
        {
            asked++;
            return answer.Task;
        };
        for (int offset = 1; offset <= 50; offset++)
        {
            _ = _harness.Dispatch(offset);
        }

        Assert.Empty(_harness.Offsets);

        _harness.Do(() => answer.SetResult(4));

        Assert.Equal(Enumerable.Range(1, 50).Select(offset => $"{offset}"), _harness.Offsets);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Failed_letters_are_tried_again_in_their_order_behind_their_predecessors()
    {
        Task[] dispatches = [_harness.Dispatch(1), _harness.Dispatch(2), _harness.Dispatch(3)];
        _harness.Refuse(2, ErrorCode.Local_MsgTimedOut);
        _harness.Refuse(1, ErrorCode.Local_MsgTimedOut);
        _harness.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["1", "2", "3"], _harness.Offsets);

        _harness.Refuse(0, ErrorCode.Local_MsgTimedOut);
        _harness.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["1", "2", "3", "1"], _harness.Offsets);
        _harness.Acknowledge(3);
        Assert.Equal(["1", "2", "3", "1", "2"], _harness.Offsets);
        _harness.Acknowledge(4);
        Assert.Equal(["1", "2", "3", "1", "2", "3"], _harness.Offsets);
        _harness.Acknowledge(5);

        await Task.WhenAll(dispatches);
    }

    [Fact]
    public async Task A_letter_dispatched_behind_a_failing_one_waits_for_it_and_other_lanes_go_on()
    {
        _harness.Producer.Throws.Enqueue(FakeProducer.Error(ErrorCode.Local_Transport));
        Task[] held = [_harness.Dispatch(1), _harness.Dispatch(2), _harness.Dispatch(3)];
        Assert.Empty(_harness.Offsets);

        Task other = _harness.Dispatch(9, new DeadLetterLane(1));
        Assert.Equal(["9"], _harness.Offsets);
        _harness.Acknowledge(0);
        await other;

        _harness.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(["9", "1"], _harness.Offsets);
        _harness.Acknowledge(1);
        Assert.Equal(["9", "1", "2", "3"], _harness.Offsets);
        _harness.Acknowledge(2);
        _harness.Acknowledge(3);
        await Task.WhenAll(held);
    }
}
