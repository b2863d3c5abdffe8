using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The member of the consumer group whose offsets go into transactions.</summary>
public interface ITransactionGroup
{
    /// <summary>Who commits, or null while it is no member: offsets without a member's name would not be checked by the coordinator.</summary>
    IConsumerGroupMetadata? Membership { get; }

    /// <summary>The committed offsets, with no transaction over them open any more.</summary>
    /// <param name="partitions">The partitions.</param>
    Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions);
}
