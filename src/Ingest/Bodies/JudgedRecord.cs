namespace Kafka.Dlq.Ingest;

/// <summary>A record of a body, judged.</summary>
/// <param name="Index">Its place in the array; 0 where there is none.</param>
/// <param name="Bytes">What was sent.</param>
/// <param name="Key">Its key, where it is valid and has one.</param>
/// <param name="Violations">What is wrong with it; empty when it is valid.</param>
internal sealed record JudgedRecord(int Index, ReadOnlyMemory<byte> Bytes, string? Key, IReadOnlyList<MemberViolation> Violations)
{
    public bool IsValid => Violations.Count == 0;
}
