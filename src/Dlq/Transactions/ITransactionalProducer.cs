using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A producer with a transactional id, whose calls do not block. One transaction at a time; not for use by several threads at once.</summary>
/// <remarks>What fails is thrown as the client throws it: <see cref="TransactionFaults"/> reads it.</remarks>
public interface ITransactionalProducer : IDisposable
{
    /// <summary>Fences earlier producers of the same id and ends what they left open: committed where the commit had begun, aborted otherwise.</summary>
    Task InitAsync();

    /// <summary>Begins a transaction.</summary>
    void Begin();

    /// <summary>Hands a record over.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="record">The record.</param>
    /// <param name="reported">Given the broker's report, on the client's thread.</param>
    void Produce(TopicPartition target, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> reported);

    /// <summary>Adds offsets of the group to the transaction.</summary>
    /// <param name="offsets">The offsets to commit.</param>
    /// <param name="membership">Who commits: the coordinator refuses a member of another generation (KIP-447).</param>
    Task SendOffsetsAsync(IReadOnlyList<TopicPartitionOffset> offsets, IConsumerGroupMetadata membership);

    /// <summary>Commits the transaction.</summary>
    Task CommitAsync();

    /// <summary>Aborts the transaction.</summary>
    Task AbortAsync();
}
