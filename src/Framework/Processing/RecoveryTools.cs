using Confluent.Kafka;

namespace Kafka.Dlq.Processing;

/// <summary>What recovery needs of its surroundings.</summary>
/// <param name="StopHost">Asks the host to stop because of an error that a partition met.</param>
internal sealed record RecoveryTools(KafkaMonitor Monitor, TimeProvider Time, Random Random, Action<TopicPartition, Exception> StopHost);
