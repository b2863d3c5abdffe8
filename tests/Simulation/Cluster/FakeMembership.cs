using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A member as it knew itself when it was asked: which assignment of each partition it had.</summary>
internal sealed class FakeMembership(Func<int, int?> epochOf) : IConsumerGroupMetadata
{
    private readonly Dictionary<int, int?> _epochs = Enumerable.Range(0, 16).ToDictionary(partition => partition, epochOf);

    /// <summary>Whether the assignment of a partition is still the one of then.</summary>
    public bool IsCurrent(int partition, Func<int, int?> now) => _epochs[partition] is { } epoch && now(partition) == epoch;
}
