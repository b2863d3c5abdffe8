namespace Kafka.Dlq.Processing;

/// <summary>A partition that stands still, which a person should look at.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Offset">The message that it holds at.</param>
/// <param name="Why">The reason, as the end of a sentence.</param>
internal sealed record PartitionHold(DateTimeOffset Since, long Offset, string Why);
