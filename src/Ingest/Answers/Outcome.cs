using Microsoft.AspNetCore.Http;

namespace Kafka.Dlq.Ingest;

/// <summary>What became of the records of a body, once Kafka has said all it has to say. Pure.</summary>
/// <param name="Status">202, 400 or 413.</param>
/// <param name="Accepted">How many records are in their topic.</param>
/// <param name="Refused">The others, but for valid ones that were not taken beside an invalid one.</param>
internal sealed record Outcome(int Status, int Accepted, IReadOnlyList<RefusedRecord> Refused)
{
    /// <summary>Judges writes that have ended well, or because of their size; what failed in another way is answered with 503.</summary>
    /// <param name="verdict">The records.</param>
    /// <param name="writes">Those of them that were handed to Kafka.</param>
    public static Outcome Of(Verdict verdict, IReadOnlyList<RecordWrite> writes)
    {
        Dictionary<int, RecordWrite> byIndex = writes.ToDictionary(write => write.Record.Index);
        List<RefusedRecord> refused = [.. verdict.Records.Select(record => RefusedOf(record, byIndex.GetValueOrDefault(record.Index))).OfType<RefusedRecord>()];
        int status = writes.Any(write => write.IsTooLarge) ? StatusCodes.Status413PayloadTooLarge
            : refused.Count > 0 ? StatusCodes.Status400BadRequest
            : StatusCodes.Status202Accepted;
        return new Outcome(status, writes.Count(write => write is { LetterId: null, IsTooLarge: false }), refused);
    }

    private static RefusedRecord? RefusedOf(JudgedRecord record, RecordWrite? write) =>
        write is { IsTooLarge: true } ? new RefusedRecord(record.Index, DeadLetterId: null, [.. record.Violations, TooLarge(record)])
        : record.IsValid ? null
        : new RefusedRecord(record.Index, write?.LetterId, record.Violations);

    private static MemberViolation TooLarge(JudgedRecord record) =>
        new("", record.IsValid ? "The record is larger than its topic takes." : "The record's dead letter is larger than its topic takes, so it lies nowhere.");
}
