namespace Kafka.Dlq.Provisioning;

/// <summary>A topic as the cluster has it.</summary>
/// <param name="Partitions">How many partitions it has; 0 where the broker does not tell.</param>
/// <param name="ReplicationFactor">On how many brokers its first partition is kept.</param>
/// <param name="Settings">Its settings, those by default too; empty where they were not asked for.</param>
/// <param name="Problem">Why the broker does not tell about it; null where it does.</param>
internal sealed record TopicState(int Partitions, int ReplicationFactor, IReadOnlyDictionary<string, string> Settings, string? Problem = null);
