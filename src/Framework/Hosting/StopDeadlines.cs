namespace Kafka.Dlq.Hosting;

/// <summary>How long the steps of a stop may take, beside the <c>ShutdownTimeout</c> of running consumers.</summary>
internal static class StopDeadlines
{
    /// <summary>For cancelled consumers to notice.</summary>
    public static TimeSpan Cancelled { get; } = TimeSpan.FromSeconds(2);

    /// <summary>For each step after the runs: dead letters, <c>ShutdownAsync</c>, its dead letters, the last commit, leaving the group, closing producers.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(5);

    /// <summary>For everything after the runs; closing producers is given both.</summary>
    public static TimeSpan Rest { get; } = (Cancelled * 2) + (Step * 6);
}
