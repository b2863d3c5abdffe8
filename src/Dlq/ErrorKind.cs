namespace Kafka.Dlq;

/// <summary>Why a message became a dead letter; written in lower case into the header <c>dlq.error.kind</c>.</summary>
public enum ErrorKind
{
    /// <summary>The consumer's run threw.</summary>
    Consume,

    /// <summary>The key or the value could not be deserialized; the letter holds the raw bytes.</summary>
    Deserialization,

    /// <summary>A transformation between topics threw.</summary>
    Transform,

    /// <summary>The message could not be taken into the system that ingests it.</summary>
    Ingest,

    /// <summary>The system that messages are written to refused it.</summary>
    Sink,

    /// <summary>The user's code dispatched it by hand.</summary>
    Manual,

    /// <summary>The run took longer than allowed.</summary>
    Timeout,

    /// <summary>The process died while it handled the message.</summary>
    Crash,
}
