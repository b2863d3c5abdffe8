using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Consuming;

/// <summary>Where the messages of one partition come from, and how their bytes are read.</summary>
internal sealed class PartitionSource(string topic, int partition, MessageFormat format) : RecordSource(topic, partition)
{
    public MessageFormat Format { get; } = format;

    /// <summary>Whether it is a retry topic.</summary>
    public bool IsRetryTopic { get; init; }

    /// <summary>The block of the slab that is being filled into which this partition's next record may go; null when there is none yet. Belongs to the poll thread.</summary>
    public RecordBlock? Open { get; set; }
}
