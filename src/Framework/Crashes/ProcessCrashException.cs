namespace Kafka.Dlq;

/// <summary>The process died as often as <c>CrashGuard</c> allows while it handled a message alone. Never thrown: it stands in the message's dead letter, as nothing could be caught.</summary>
public sealed class ProcessCrashException : Exception
{
    /// <summary>Makes an exception without coordinates.</summary>
    public ProcessCrashException()
    {
    }

    /// <summary>Makes an exception with a text of its own.</summary>
    /// <param name="message">Which message it was, and how often.</param>
    public ProcessCrashException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a text and a cause.</summary>
    /// <param name="message">Which message it was, and how often.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessCrashException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
