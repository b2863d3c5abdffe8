using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>Each record is rejected once while its run is repeated, and nothing is remembered for longer than that.</summary>
public sealed class RejectMemoryTests
{
    private readonly RejectMemory _memory = new();

    [Fact]
    public void Record_is_rejected_once()
    {
        Assert.True(_memory.TryReject(4, part: null, cursor: 0));
        Assert.False(_memory.TryReject(4, part: null, cursor: 0));
        Assert.True(_memory.TryReject(5, part: null, cursor: 0));
        Assert.True(_memory.IsRejected(4));
    }

    [Fact]
    public void Each_part_of_a_message_is_rejected_once()
    {
        Assert.True(_memory.TryReject(4, "a", cursor: 0));
        Assert.True(_memory.TryReject(4, "b", cursor: 0));
        Assert.False(_memory.TryReject(4, "a", cursor: 0));
        Assert.False(_memory.IsRejected(4));
        Assert.True(_memory.TryReject(4, part: null, cursor: 0));
    }

    [Fact]
    public void What_lies_before_the_cursor_is_forgotten_and_what_lies_at_it_is_not()
    {
        _memory.TryReject(4, part: null, cursor: 0);
        _memory.TryReject(5, part: null, cursor: 0);
        _memory.Settle(4, cursor: 0);

        _memory.TryReject(9, part: null, cursor: 5);
        _memory.Settle(9, cursor: 5);

        Assert.Equal((false, true, false), (_memory.IsRejected(4), _memory.IsRejected(5), _memory.IsSettled(4)));
    }

    [Fact]
    public void Who_goes_back_begins_anew()
    {
        _memory.TryReject(4, part: null, cursor: 0);
        _memory.Settle(3, cursor: 0);

        _memory.Clear();

        Assert.True(_memory.IsEmpty);
        Assert.False(_memory.IsSettled(3));
        Assert.True(_memory.TryReject(4, part: null, cursor: 0));
    }

    [Fact]
    public void Memory_is_bounded_for_who_never_marks()
    {
        for (int offset = 0; offset < 100_010; offset++)
        {
            _memory.TryReject(offset, part: null, cursor: null);
        }

        Assert.Equal((false, true), (_memory.IsRejected(0), _memory.IsRejected(100_009)));
    }
}
