using Confluent.Kafka;

namespace Kafka.Dlq.Processing;

/// <summary>What recovery needs of its surroundings.</summary>
/// <remarks><see cref="StopHost"/> asks the host to stop because of an error that a partition met.</remarks>
internal sealed record RecoveryTools(KafkaMonitor Monitor, TimeProvider Time, Random Random, Action<TopicPartition, Exception> StopHost);
