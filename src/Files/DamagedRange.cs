namespace Kafka.Dlq.Files;

/// <summary>Bytes of a segment that are not what was written. The entries in them cannot be read; those before and behind them can.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">How many bytes are passed over.</param>
/// <param name="File">The segment's file.</param>
public sealed record DamagedRange(DeadLetterPosition Position, long Length, string File);
