namespace Kafka.Dlq.Provisioning;

/// <summary>What differs, told apart by what can be done about it.</summary>
internal enum TopicDifferenceKind
{
    /// <summary>Fewer partitions than declared: may be raised.</summary>
    TooFewPartitions,

    /// <summary>More partitions than declared: Kafka cannot take any away.</summary>
    TooManyPartitions,

    /// <summary>Another replication factor: needs a reassignment, which is not ours.</summary>
    ReplicationFactor,

    /// <summary>Another value of a topic setting: may be altered.</summary>
    Setting,
}
