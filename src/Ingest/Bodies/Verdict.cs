namespace Kafka.Dlq.Ingest;

/// <summary>What becomes of the records of a body. Pure.</summary>
/// <param name="Body">The records as they were found.</param>
/// <param name="Records">The records as they were judged.</param>
/// <param name="Accepted">Those to be written to the topic.</param>
/// <param name="Rejected">Those to become dead letters: never the same bytes twice, and never the body beside its elements.</param>
internal sealed record Verdict(IngestBody Body, IReadOnlyList<JudgedRecord> Records, IReadOnlyList<JudgedRecord> Accepted, IReadOnlyList<JudgedRecord> Rejected)
{
    public static Verdict Of(IngestBody body, bool allOrNothing, Func<ReadOnlyMemory<byte>, int, JudgedRecord> judge)
    {
        List<JudgedRecord> records = body.Fault is { } fault
            ? [new JudgedRecord(0, body.Records[0], Key: null, [new MemberViolation("", $"The body is no JSON: {fault}")])]
            : [.. body.Records.Select(judge)];
        List<JudgedRecord> rejected = records.FindAll(record => !record.IsValid);
        List<JudgedRecord> accepted = allOrNothing && rejected.Count > 0 ? [] : records.FindAll(record => record.IsValid);
        return new Verdict(body, records, accepted, rejected);
    }
}
