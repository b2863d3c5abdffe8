using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A transaction at the broker: what becomes of its letters and offsets is decided at its end.</summary>
internal sealed class FakeTransaction
{
    public List<Letter> Letters { get; } = [];

    public List<TopicPartitionOffset> Offsets { get; } = [];

    public bool IsEnded { get; set; }

    public bool IsCommitted { get; set; }
}
