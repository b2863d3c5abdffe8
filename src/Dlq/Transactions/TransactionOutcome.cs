using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How a part of a transaction ended.</summary>
/// <param name="Positions">Where the letters lie; null when it was not committed.</param>
/// <param name="Error">Why it was not; null when it was committed, given up, or shared a transaction with a part that failed.</param>
/// <param name="Refused">Which of its own letters were refused, by their index; empty when the error is not theirs.</param>
/// <param name="IsInDoubt">Given up before it was known whether it is committed: no other offset may be committed for its partition.</param>
internal sealed record TransactionOutcome(IReadOnlyList<TopicPartitionOffset>? Positions, Exception? Error = null, IReadOnlyList<int>? Refused = null, bool IsInDoubt = false)
{
    public static TransactionOutcome Aborted { get; } = new(Positions: null);

    public bool IsCommitted => Positions is not null;

    /// <summary>Whether the error is of its own letters.</summary>
    public bool IsOwn => Refused is { Count: > 0 };
}
