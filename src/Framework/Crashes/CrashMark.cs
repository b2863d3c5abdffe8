namespace Kafka.Dlq.Crashes;

/// <summary>What is known about crashes at a partition's committed offset, and is committed with it.</summary>
/// <param name="Reach">The offset behind the last message that may have been begun; 0 when none may.</param>
/// <param name="Alone">The suspect that is being handled alone, or null.</param>
/// <param name="Counts">Messages during which the process died, at most <see cref="MostCounts"/>, in the order of their offsets.</param>
internal sealed record CrashMark(long Reach, long? Alone, IReadOnlyList<CrashCount> Counts)
{
    /// <summary>The most messages that are counted at the same time, so that a mark stays far below what a broker takes.</summary>
    public const int MostCounts = 16;

    /// <summary>Nothing to be suspected: what a clean stop leaves.</summary>
    public static CrashMark None { get; } = new(0, null, []);

    public bool IsNone => Reach == 0 && Alone is null && Counts.Count == 0;
}
