using Confluent.Kafka;

namespace Kafka.Dlq.Consuming;

/// <summary>What a client implementation read of one record. A null key or payload is null, an empty one is empty.</summary>
internal readonly record struct RecordData(
    TopicPartitionOffset Position,
    Timestamp Timestamp,
    int? LeaderEpoch,
    ReadOnlyMemory<byte>? Key,
    ReadOnlyMemory<byte>? Payload,
    Headers? Headers);
