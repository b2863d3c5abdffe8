using Confluent.Kafka;

namespace Kafka.Dlq.Publishing;

/// <summary>A record that never was in Kafka: it has the topic that it was meant for, and neither partition nor offset.</summary>
internal sealed class InletRecord(string topic, ReadOnlyMemory<byte> value)
    : KafkaRecord(new TopicPartitionOffset(topic, Partition.Any, Offset.Unset), default, leaderEpoch: null, key: null, payload: value, headers: null);
