namespace Kafka.Dlq;

/// <summary>
/// Thrown by a consumer when going on makes no sense, for instance because its licence or its disk is gone. The message at hand is never
/// dispatched to a dead letter queue, whatever its <c>maxRetries</c> says: the host is asked to stop, and after a restart the message is delivered again.
/// </summary>
/// <remarks>Derive from it to name the reason. Other exception types can be declared critical by option.</remarks>
public class CriticalConsumerException : Exception
{
    /// <summary>Makes the exception with a text that says no more than its name.</summary>
    public CriticalConsumerException()
        : base("The consumer cannot go on; the host is asked to stop.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the consumer cannot go on.</param>
    public CriticalConsumerException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the consumer cannot go on.</param>
    /// <param name="innerException">What led to it.</param>
    public CriticalConsumerException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
