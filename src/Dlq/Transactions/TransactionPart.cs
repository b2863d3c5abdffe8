using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What one source partition puts into a transaction: letters in their order, and the offset behind them.</summary>
/// <param name="records">The letters with their targets.</param>
/// <param name="next">The offset to commit with them.</param>
/// <param name="isGivenUp">Whether the partition was revoked or the host stops.</param>
internal sealed class TransactionPart(List<(TopicPartition Target, Message<byte[]?, byte[]?> Record)> records, TopicPartitionOffset next, Func<bool> isGivenUp)
{
    private readonly TaskCompletionSource<TransactionOutcome> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<(TopicPartition Target, Message<byte[]?, byte[]?> Record)> Records => records;

    public TopicPartitionOffset Next => next;

    public bool IsGivenUp => isGivenUp();

    /// <summary>Whether it goes alone, because it failed by itself before: others must not fail with it again.</summary>
    public required bool IsAlone { get; init; }

    /// <summary>
    /// Whether the committed offset tells if the transaction was committed. It does not when the user went back behind what is committed: then the offset may be
    /// there from before, and the letters are sent again rather than lost.
    /// </summary>
    public required bool IsTold { get; init; }

    public Task<TransactionOutcome> Ended => _end.Task;

    public void End(TransactionOutcome outcome) => _end.TrySetResult(outcome);
}
