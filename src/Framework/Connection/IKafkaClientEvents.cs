using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>What a client tells while it fetches, on the poll thread. Implementations never throw and never run user code: an exception in a callback would destroy the record polled in the same call.</summary>
internal interface IKafkaClientEvents
{
    void Assigned(IReadOnlyList<TopicPartition> partitions);

    void Revoked(IReadOnlyList<TopicPartition> partitions);

    void Lost(IReadOnlyList<TopicPartition> partitions);

    /// <summary>An error of the client as a whole: it recovers by itself unless it is fatal. May come from any thread.</summary>
    void ClientError(Error error);
}
