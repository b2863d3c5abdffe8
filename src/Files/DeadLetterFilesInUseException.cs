namespace Kafka.Dlq.Files;

/// <summary>A directory of dead letter files has a writer already, or a position its reader: there may be one of each.</summary>
public sealed class DeadLetterFilesInUseException : IOException
{
    /// <summary>Makes the exception.</summary>
    public DeadLetterFilesInUseException()
        : this("The dead letter files are in use.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is in use, by whom, and what to do.</param>
    public DeadLetterFilesInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is in use, by whom, and what to do.</param>
    /// <param name="innerException">What the file system said.</param>
    public DeadLetterFilesInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DeadLetterFilesInUseException(string message, int? processId, Exception innerException)
        : base(message, innerException) => ProcessId = processId;

    /// <summary>The process that holds it, as it told itself; null when it has not told yet.</summary>
    public int? ProcessId { get; }
}
