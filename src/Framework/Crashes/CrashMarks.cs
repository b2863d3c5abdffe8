namespace Kafka.Dlq.Crashes;

/// <summary>What crash marks mean. Pure.</summary>
internal static class CrashMarks
{
    /// <summary>What is left of a mark at a committed offset: what lies before it is done.</summary>
    public static CrashMark From(CrashMark mark, long committed) => new(
        mark.Reach > committed ? mark.Reach : 0,
        mark.Alone >= committed ? mark.Alone : null,
        [.. mark.Counts.Where(count => count.Offset >= committed)]);

    /// <summary>
    /// With what the next owner of a partition begins. A message that was being handled alone is counted: had its run ended, or had the process stopped in order, the mark would not say so any more.
    /// </summary>
    public static CrashMark AfterStop(CrashMark found, long committed, DateTimeOffset now)
    {
        CrashMark left = From(found, committed);
        return left.Alone is { } alone ? new CrashMark(left.Reach, null, Counted(left.Counts, alone, now)) : left;
    }

    /// <summary>The counts after one more crash during a message.</summary>
    public static IReadOnlyList<CrashCount> Counted(IReadOnlyList<CrashCount> counts, long offset, DateTimeOffset now)
    {
        CrashCount before = counts.FirstOrDefault(count => count.Offset == offset, new CrashCount(offset, 0, now));
        List<CrashCount> others = [.. counts.Where(count => count.Offset != offset)];
        if (others.Count == CrashMark.MostCounts)
        {
            // The one that is farthest from being given up and from its turn is counted anew: one crash more each, but no mark without a bound.
            others.Remove(others.OrderBy(count => count.Crashes).ThenByDescending(count => count.Offset).First());
        }

        return [.. others.Append(before with { Crashes = before.Crashes + 1 }).OrderBy(count => count.Offset)];
    }
}
