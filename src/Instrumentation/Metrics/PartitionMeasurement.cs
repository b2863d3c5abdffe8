using Confluent.Kafka;

namespace Kafka.Dlq.Instrumentation;

/// <summary>How an assigned partition stands at the moment of asking.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="GroupId">The consumer group that works on it.</param>
/// <param name="Lag">How many records lie between the committable offset and the partition's end; null when the end is not known yet.</param>
/// <param name="OldestUnmarkedAge">How long ago the oldest record that is neither marked nor acknowledged as a dead letter was fetched; null when there is none.</param>
/// <param name="Paused">Whether the partition waits: a back-off, the user's pause, or a full buffer.</param>
/// <param name="OutstandingDispatches">How many dead letters of the partition wait for their acknowledgement.</param>
public readonly record struct PartitionMeasurement(TopicPartition Partition, string GroupId, long? Lag, TimeSpan? OldestUnmarkedAge, bool Paused, int OutstandingDispatches);
