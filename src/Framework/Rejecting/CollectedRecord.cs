using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Rejecting;

/// <summary>A rejected record that waits for its sink; its offset holds the commits of its partition.</summary>
/// <param name="Record">The record.</param>
/// <param name="Assignment">The assignment in which it was rejected. When it ends, the record is the next owner's to reject.</param>
/// <param name="Size">Its bytes, counted once.</param>
/// <param name="Since">When it came, by the collector's clock.</param>
internal sealed record CollectedRecord(RejectedRecord Record, PartitionAssignment Assignment, long Size, long Since);
