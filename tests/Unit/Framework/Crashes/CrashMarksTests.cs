using Kafka.Dlq.Crashes;

namespace Kafka.Dlq.Tests.Unit.Framework.Crashes;

public sealed class CrashMarksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Noon.AddMinutes(1);

    [Fact]
    public void Messages_up_to_the_reach_are_suspects_and_none_is_counted_when_it_is_not_known_which_it_was()
    {
        CrashMark left = CrashMarks.AfterStop(new CrashMark(20, null, []), committed: 10, Noon);

        Assert.Equal(20, left.Reach);
        Assert.Empty(left.Counts);
    }

    [Fact]
    public void Message_that_was_at_hand_alone_is_counted()
    {
        CrashMark left = CrashMarks.AfterStop(new CrashMark(20, 12, [new CrashCount(12, 1, Noon)]), committed: 10, Later);

        Assert.Equal([new CrashCount(12, 2, Noon)], left.Counts);
        Assert.Null(left.Alone);
        Assert.Equal(20, left.Reach);
    }

    [Fact]
    public void What_lies_before_the_committed_offset_is_done()
    {
        CrashMark left = CrashMarks.AfterStop(new CrashMark(20, 12, [new CrashCount(11, 1, Noon), new CrashCount(25, 1, Noon)]), committed: 20, Later);

        Assert.Equal([new CrashCount(25, 1, Noon)], left.Counts);
        Assert.Equal(0, left.Reach);
        Assert.True(CrashMarks.From(new CrashMark(20, 12, [new CrashCount(11, 1, Noon)]), committed: 20).IsNone);
    }

    [Fact]
    public void Counts_have_a_bound_and_the_new_one_is_kept()
    {
        IReadOnlyList<CrashCount> full = [.. Enumerable.Range(0, CrashMark.MostCounts).Select(offset => new CrashCount(offset, offset < 3 ? 1 : 2, Noon))];

        IReadOnlyList<CrashCount> counted = CrashMarks.Counted(full, 100, Later);

        Assert.Equal(CrashMark.MostCounts, counted.Count);
        Assert.Equal(new CrashCount(100, 1, Later), counted[^1]);
        Assert.Equal([0L, 1], counted.Where(count => count is { Crashes: 1, Offset: < 100 }).Select(count => count.Offset));
    }
}
