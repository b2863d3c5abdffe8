namespace Kafka.Dlq;

/// <summary>A consumer took longer than the <c>Timeout</c> of its topic. Stands for the <see cref="OperationCanceledException"/> that followed, or for a return after the time was over.</summary>
public sealed class RunTimeoutException : TimeoutException
{
    /// <summary>Makes an exception without coordinates.</summary>
    public RunTimeoutException()
    {
    }

    /// <summary>Makes an exception with a text of its own.</summary>
    /// <param name="message">What took too long, and where it lies.</param>
    public RunTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a text of its own and what the consumer threw.</summary>
    /// <param name="message">What took too long, and where it lies.</param>
    /// <param name="innerException">What the consumer threw when its token was cancelled.</param>
    public RunTimeoutException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
