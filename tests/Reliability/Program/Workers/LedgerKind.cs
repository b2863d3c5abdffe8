namespace Kafka.Dlq.Reliability.Workers;

/// <summary>The first letter of a ledger's line.</summary>
internal enum LedgerKind : ushort
{
    /// <summary>A record was handled. Written before the handler returns.</summary>
    Handled = 'H',

    /// <summary>A record that waited in a retry topic is run; the text is by how many milliseconds it is late, less than zero for early.</summary>
    Due = 'T',

    /// <summary>A record waits in a retry topic, as the broker has acknowledged.</summary>
    Scheduled = 'S',

    /// <summary>A letter was handed to the producer.</summary>
    Dispatched = 'D',

    /// <summary>A letter was acknowledged.</summary>
    Delivered = 'Y',

    /// <summary>A try to deliver a letter failed.</summary>
    Undelivered = 'N',

    /// <summary>A record kills the worker that handles it.</summary>
    Killed = 'Q',

    /// <summary>A mark was taken although the partition was revoked before: a broken promise.</summary>
    MarkedAfterRevoke = 'K',

    /// <summary>Partitions came; the text is their numbers.</summary>
    Assigned = 'A',

    /// <summary>Partitions went; the text is their numbers.</summary>
    Revoked = 'V',

    /// <summary>Partitions were lost; the text is their numbers.</summary>
    Lost = 'L',

    /// <summary>The health check's status changed; the text is the status and its reasons.</summary>
    Health = 'X',

    /// <summary>Something failed other than a planted run; the text tells it.</summary>
    Error = 'E',
}
