namespace Kafka.Dlq.Routing.Building;

/// <summary>What one <c>Config(...)</c> said.</summary>
internal sealed record ConfigSetting(int? Partitions, short? ReplicationFactor, IReadOnlyDictionary<string, string> Settings);
