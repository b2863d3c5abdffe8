namespace Kafka.Dlq;

/// <summary>How a message is marked as consumed after it went to the dead letter queue.</summary>
public enum MarkingMethod
{
    /// <summary>Its offset is stored and committed by the next flush.</summary>
    MarkAsConsumed,

    /// <summary>Its offset is stored, and the partition waits until the commit is confirmed.</summary>
    MarkAsConsumedAndCommit,
}
