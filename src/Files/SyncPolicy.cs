namespace Kafka.Dlq.Files;

/// <summary>When a writer has the disk confirm what it wrote (fsync). A process that dies loses nothing under any of them; a machine that loses power does.</summary>
public enum SyncPolicy
{
    /// <summary>Before an entry is acknowledged. Entries that are appended at the same time share one confirmation.</summary>
    Each,

    /// <summary>Every <see cref="DeadLetterFileOptions.SyncInterval"/>. A loss of power may cost the entries acknowledged since.</summary>
    Interval,

    /// <summary>When the operating system sees fit, and at the end of each segment. A loss of power may cost what the system had not yet written.</summary>
    OperatingSystem,
}
