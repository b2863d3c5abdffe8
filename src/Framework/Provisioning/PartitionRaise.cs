namespace Kafka.Dlq.Provisioning;

/// <summary>A topic that gets more partitions. Keys go to other partitions than before.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="From">How many it has.</param>
/// <param name="To">How many it shall have: more than it has.</param>
public sealed record PartitionRaise(string Topic, int From, int To);
