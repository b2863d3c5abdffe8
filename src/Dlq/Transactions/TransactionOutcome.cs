using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How a part of a transaction ended.</summary>
/// <param name="Positions">Where the letters lie; null when it was not committed.</param>
/// <param name="Error">Why it was not; null when it was committed, given up, or shared a transaction with a part that failed.</param>
/// <param name="IsOwn">Whether the error is of its own letters.</param>
/// <param name="IsInDoubt">Given up before it was known whether it is committed: no other offset may be committed for its partition.</param>
internal sealed record TransactionOutcome(IReadOnlyList<TopicPartitionOffset>? Positions, Exception? Error = null, bool IsOwn = false, bool IsInDoubt = false)
{
    public static TransactionOutcome Aborted { get; } = new(Positions: null);

    public bool IsCommitted => Positions is not null;
}
