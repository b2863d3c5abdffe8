namespace Kafka.Dlq.DeadLetters;

/// <summary>How the transactional dispatch of a partition's letters ended.</summary>
public enum TransactionalDispatch
{
    /// <summary>Letters and offset are committed.</summary>
    Committed,

    /// <summary>Given up because the partition was revoked or the host stops: neither letters nor offset are committed, nor will they be.</summary>
    GivenUp,

    /// <summary>Given up before it was known whether they are committed: no other offset may be committed for this assignment of the partition.</summary>
    InDoubt,
}
