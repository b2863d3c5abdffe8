namespace Kafka.Dlq;

/// <summary>What becomes of a dead letter while its topic cannot take it.</summary>
public enum UnavailablePolicy
{
    /// <summary>The letter is tried again until the topic takes it, and its partition holds meanwhile.</summary>
    Hold,

    /// <summary>
    /// The letter is written to local files, confirmed by the disk, and its partition goes on. From there it goes to the topic once that takes letters again; letters behind it go the
    /// same way until all are delivered. Needs <see cref="DeadLetterOptions.Spool"/>. The promise is then that of the local disk.
    /// </summary>
    Spool,
}
