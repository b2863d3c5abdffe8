namespace Kafka.Dlq;

/// <summary>When the health check of the framework speaks up.</summary>
public sealed record HealthOptions
{
    /// <summary>A partition whose messages have been failing for so long makes the host degraded. Default 5 min; more than zero.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A poll thread that has not polled for so long makes the host unhealthy. Default 30 s; more than zero.</summary>
    public TimeSpan PollSilence { get; init; } = TimeSpan.FromSeconds(30);
}
