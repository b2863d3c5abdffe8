namespace Kafka.Dlq.DeadLetters;

/// <summary>What was being done when a transaction failed.</summary>
internal enum TransactionStep
{
    /// <summary>Before the end of the transaction was asked for.</summary>
    Filling,

    /// <summary>The commit.</summary>
    Commit,

    /// <summary>The abort.</summary>
    Abort,
}
