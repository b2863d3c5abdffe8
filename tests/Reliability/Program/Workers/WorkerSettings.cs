using System.Text.Json;

namespace Kafka.Dlq.Reliability.Workers;

/// <summary>Everything that a worker process is told, as JSON in its one argument.</summary>
internal sealed record WorkerSettings
{
    public required string BootstrapServers { get; init; }

    public required string Group { get; init; }

    public required string Topic { get; init; }

    /// <summary>The dead letter topic.</summary>
    public required string Letters { get; init; }

    /// <summary>The file of its ledger. It is made new; each process has its own.</summary>
    public required string Ledger { get; init; }

    public WorkerKind Kind { get; init; } = WorkerKind.Single;

    public DispatchMethod Dispatch { get; init; } = DispatchMethod.ProduceAsync;

    /// <summary>Whether a letter and the offset behind its message are committed in one transaction.</summary>
    public bool IsTransactional { get; init; }

    public FetchMode Fetching { get; init; } = FetchMode.Managed;

    /// <summary>A way in which the worker breaks the promises on purpose.</summary>
    public Sabotage Sabotage { get; init; }

    /// <summary>How long one record of sixteen takes; others take no time.</summary>
    public TimeSpan Work { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a transaction may stay open.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first wait of the back-off; the longest is ten times that.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(20);

    public int MaxRetries { get; init; } = 2;

    /// <summary>How long failing records wait in each retry topic; empty for none. Then <see cref="MaxRetries"/> counts for nothing, and transient records fail by the framework's count of their attempts.</summary>
    public IReadOnlyList<TimeSpan> RetryTopics { get; init; } = [];

    /// <summary>How often the worker may die during a record before it is given up; null for no guard.</summary>
    public int? MaxCrashes { get; init; }

    /// <summary>While this file exists, what all records need is down; null for never.</summary>
    public string? Outage { get; init; }

    /// <summary>The breaker of the dead letter queue; null for none.</summary>
    public BreakerOptions? Breaker { get; init; }

    /// <summary>The addresses of another cluster for the dead letters; null for the same one.</summary>
    public string? LetterCluster { get; init; }

    /// <summary>librdkafka settings of all its clients.</summary>
    public IReadOnlyDictionary<string, string> Kafka { get; init; } = new Dictionary<string, string>();

    /// <summary>librdkafka settings of its producers.</summary>
    public IReadOnlyDictionary<string, string> Producer { get; init; } = new Dictionary<string, string>();

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">The text is no worker's settings.</exception>
    public static WorkerSettings FromJson(string json) => JsonSerializer.Deserialize<WorkerSettings>(json) ?? throw new JsonException("A worker needs settings, and was given null.");
}
