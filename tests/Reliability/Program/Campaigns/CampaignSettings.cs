using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>The size of a campaign's run. What a campaign has no use for, it ignores.</summary>
internal sealed record CampaignSettings
{
    /// <summary>How often its fault is done: kills, joins and leaves, broken brokers, inputs.</summary>
    public int Times { get; init; }

    public int Records { get; init; }

    public int Partitions { get; init; } = 12;

    public int Workers { get; init; } = 4;

    /// <summary>Decides faults of records, choice and time of what is done to workers and brokers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long, for campaigns that last rather than count.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long a frozen broker stands still.</summary>
    public TimeSpan Freeze { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a member may be silent; null for the broker's least.</summary>
    public TimeSpan? Session { get; init; }

    /// <summary>Whether groups use the protocol of KIP-848.</summary>
    public bool IsNewProtocol { get; init; }

    /// <summary>Whether the workers of R4 are static members.</summary>
    public bool IsStatic { get; init; }

    public Sabotage Sabotage { get; init; }

    /// <summary>What is done to brokers; empty for everything.</summary>
    public IReadOnlyList<BrokerFault> Faults { get; init; } = [];

    /// <summary>librdkafka settings of the workers' clients, beside those that a campaign cannot do without.</summary>
    public IReadOnlyDictionary<string, string> Kafka { get; init; } = new Dictionary<string, string>();
}
