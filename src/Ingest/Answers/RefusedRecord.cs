namespace Kafka.Dlq.Ingest;

/// <summary>A record that is not in its topic, as its sender is told.</summary>
/// <param name="Index">Its place in the array; 0 where there is none.</param>
/// <param name="DeadLetterId">The id of its dead letter; null where it lies nowhere.</param>
/// <param name="Violations">What is wrong with it.</param>
internal sealed record RefusedRecord(int Index, string? DeadLetterId, IReadOnlyList<MemberViolation> Violations);
