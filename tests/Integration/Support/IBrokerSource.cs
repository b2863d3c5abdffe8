namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>A broker that was started, or found, for this run; disposing it takes away what was started.</summary>
internal interface IBrokerSource : IAsyncDisposable
{
    BrokerKind Kind { get; }

    string BootstrapServers { get; }

    /// <summary>What a person reads at the start of the run.</summary>
    string Description { get; }

    Task CreateTopicAsync(string name, int partitions, IReadOnlyDictionary<string, string> settings);
}
