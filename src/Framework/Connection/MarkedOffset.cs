using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>A committed offset with the text that lies beside it (its metadata), which Confluent.Kafka itself neither writes nor reads.</summary>
/// <param name="partition">The partition.</param>
/// <param name="offset">The offset.</param>
/// <param name="mark">The text; empty for none.</param>
internal sealed class MarkedOffset(TopicPartition partition, Offset offset, string mark) : TopicPartitionOffset(partition, offset)
{
    public string Mark { get; } = mark;
}
