namespace Kafka.Dlq;

/// <summary>What was being done when an error occurred; carried by <see cref="ErrorOccurred"/>.</summary>
public enum ErrorType
{
    /// <summary>A consumer's run threw.</summary>
    Consume,

    /// <summary>What follows a run failed: marking, dispatching, seeking or pausing.</summary>
    AfterConsume,

    /// <summary>A consumer's <c>RevokedAsync</c> threw.</summary>
    Revoked,

    /// <summary>A consumer's <c>ShutdownAsync</c> threw.</summary>
    Shutdown,

    /// <summary>A consumer's <c>EofedAsync</c> threw.</summary>
    Eofed,

    /// <summary>A consumer could not be made, or its <c>InitializedAsync</c> threw.</summary>
    Initialized,

    /// <summary>Fetching failed, or the client reported an error: no broker, no such topic, no permission.</summary>
    Poll,

    /// <summary>Committing offsets failed.</summary>
    Commit,

    /// <summary>A subscriber of <see cref="KafkaMonitor"/> threw.</summary>
    Subscriber,

    /// <summary>Something did not end in time when the framework stopped.</summary>
    Stop,

    /// <summary>A recovery strategy threw, could not be made, or gave an answer that cannot be carried out; its partition holds.</summary>
    Strategy,

    /// <summary>The spool of dead letters could not be read, or something in it was damaged. Letters in it that were not delivered stay there.</summary>
    Spool,

    /// <summary>The enrichment of a dead letter threw; the letter goes without it.</summary>
    Enrich,

    /// <summary>A run ignores its cancelled token: its time was over, or its partition was taken away. Its partition holds until it ends.</summary>
    Hanging,

    /// <summary>What was known about crashes of a partition could not be read: its partition waits until it can, or, where it is not understood, goes on without.</summary>
    CrashGuard,

    /// <summary>A sink of rejected records failed, or took too long. Its records are kept and given to it again; their offsets wait.</summary>
    Sink,
}
