using Confluent.Kafka;

namespace Kafka.Dlq.Instrumentation;

/// <summary>Whose run is measured.</summary>
/// <param name="Partition">The partition worked on.</param>
/// <param name="GroupId">The consumer group.</param>
public readonly record struct RunTags(TopicPartition Partition, string GroupId);
