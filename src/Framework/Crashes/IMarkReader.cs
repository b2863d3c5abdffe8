using Confluent.Kafka;
using Kafka.Dlq.Connection;

namespace Kafka.Dlq.Crashes;

/// <summary>Reads what is committed for a partition, with its mark.</summary>
internal interface IMarkReader
{
    /// <summary>Asks the group's coordinator.</summary>
    /// <returns>The offset, <see cref="Offset.Unset"/> when none is committed.</returns>
    /// <exception cref="KafkaException">There was no answer in that time, or the coordinator refused.</exception>
    Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout);
}
