namespace Kafka.Dlq;

/// <summary>Whether a partition waits for the broker when one of its messages goes to the dead letter queue.</summary>
public enum DispatchMethod
{
    /// <summary>
    /// The partition goes on at once. No offset at or beyond the message is committed until the broker acknowledged its dead letter, so a crash
    /// in between means that the message is handled again, never that it is lost.
    /// </summary>
    ProduceAsync,

    /// <summary>The partition waits until the broker acknowledged the dead letter.</summary>
    ProduceSync,
}
