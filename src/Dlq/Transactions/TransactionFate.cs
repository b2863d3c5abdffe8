namespace Kafka.Dlq.DeadLetters;

/// <summary>What follows when a step of a transaction failed.</summary>
internal enum TransactionFate
{
    /// <summary>The same call once more: the client goes on with what it had begun.</summary>
    Again,

    /// <summary>Nothing of it is committed; it is to be aborted, and the producer goes on to serve.</summary>
    Abort,

    /// <summary>Nothing of it is or will be committed; the producer is of no use any more.</summary>
    Replace,

    /// <summary>It may be committed or not. A new producer of the same id settles it, and the committed offset tells how.</summary>
    Doubt,
}
