namespace Kafka.Dlq.Provisioning;

/// <summary>A topic that gets more partitions.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="From">How many it has.</param>
/// <param name="To">How many it shall have.</param>
internal sealed record PartitionRaise(string Topic, int From, int To);
