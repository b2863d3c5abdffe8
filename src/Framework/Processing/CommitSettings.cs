namespace Kafka.Dlq.Processing;

/// <summary>When offsets are committed, and how long a commit may take.</summary>
/// <param name="Interval">Between flushes of what is marked.</param>
/// <param name="Timeout">Longest wait for one commit: the client itself has no limit.</param>
internal sealed record CommitSettings(TimeSpan Interval, TimeSpan Timeout)
{
    /// <summary>Wait before a flush that failed is tried again, if the interval is longer.</summary>
    public TimeSpan Soon { get; } = Interval < TimeSpan.FromMilliseconds(500) ? Interval : TimeSpan.FromMilliseconds(500);

    /// <summary>Wait before a confirmed commit that failed is tried again; doubles.</summary>
    public TimeSpan FirstRetry { get; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestRetry { get; } = TimeSpan.FromSeconds(5);
}
