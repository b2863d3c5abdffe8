using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Simulation.Cluster;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>A letter on a disk.</summary>
internal sealed class SpooledEntry(string topic, DeadLetterEntry entry, FakeRecord source)
{
    public string Topic { get; } = topic;

    public DeadLetterEntry Entry { get; } = entry;

    public FakeRecord Source { get; } = source;

    /// <summary>It does not come again.</summary>
    public bool IsRemoved { get; set; }
}
