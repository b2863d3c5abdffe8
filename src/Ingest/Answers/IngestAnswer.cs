using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.Text.Json;

namespace Kafka.Dlq.Ingest;

/// <summary>Writes answers: what was accepted, or problem details (RFC 9457).</summary>
internal static class IngestAnswer
{
    /// <summary>A body that is refused unread, or undivided.</summary>
    public static Task TooLargeAsync(HttpContext context, string what) =>
        ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, "Too large", $"{what} Nothing was stored.", _ => { });

    public static Task UnavailableAsync(HttpContext context) =>
        ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "Kafka is not available", "Nothing was acknowledged. Send the request again later; some of it may be there twice then.", _ => { });

    /// <summary>Tells how many records were accepted, what is wrong with each of the others, and where its dead letter can be found.</summary>
    public static Task OutcomeAsync(HttpContext context, Verdict verdict, Outcome outcome) => outcome.Refused.Count == 0
        ? WriteAsync(context, outcome.Status, "application/json", writer => writer.WriteNumber("accepted", outcome.Accepted))
        : ProblemAsync(context, outcome.Status, TitleOf(verdict, outcome), DetailOf(outcome), writer => WriteRefused(writer, outcome));

    private static string TitleOf(Verdict verdict, Outcome outcome) =>
        outcome.Status == StatusCodes.Status413PayloadTooLarge ? "Too large"
        : verdict.Body.Fault is not null ? "The body is no JSON"
        : verdict.Body.IsArray ? $"{outcome.Refused.Count} of {verdict.Records.Count} records are invalid"
        : "The record is invalid";

    private static string DetailOf(Outcome outcome)
    {
        int kept = outcome.Refused.Count(record => record.DeadLetterId is not null);
        string accepted = outcome.Accepted switch
        {
            0 => "Nothing was accepted.",
            1 => "One valid record was accepted; do not send that again.",
            _ => $"{outcome.Accepted} valid records were accepted; do not send those again.",
        };
        string refused = kept == outcome.Refused.Count ? "What was refused lies in the dead letter queue."
            : kept > 0 ? "Of what was refused, the records with a deadLetterId lie in the dead letter queue, and the others nowhere."
            : "What was refused was not stored.";
        return $"{accepted} {refused}";
    }

    private static void WriteRefused(Utf8JsonWriter writer, Outcome outcome)
    {
        WriteRecord(writer, outcome.Refused[0]);
        writer.WriteNumber("accepted", outcome.Accepted);
        writer.WriteStartArray("rejected");
        foreach (RefusedRecord record in outcome.Refused)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", record.Index);
            WriteRecord(writer, record);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRecord(Utf8JsonWriter writer, RefusedRecord record)
    {
        if (record.DeadLetterId is { } id)
        {
            writer.WriteString("deadLetterId", id);
        }

        // The form of ASP.NET Core's own validation problems: a list of messages for each member.
        writer.WriteStartObject("errors");
        foreach (IGrouping<string, MemberViolation> member in record.Violations.GroupBy(violation => violation.Member))
        {
            writer.WriteStartArray(member.Key);
            foreach (MemberViolation violation in member)
            {
                writer.WriteStringValue(violation.Message);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Task ProblemAsync(HttpContext context, int status, string title, string detail, Action<Utf8JsonWriter> more) => WriteAsync(context, status, "application/problem+json", writer =>
    {
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", title);
        writer.WriteNumber("status", status);
        writer.WriteString("detail", detail);
        more(writer);
    });

    private static async Task WriteAsync(HttpContext context, int status, string contentType, Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> json = new();
        await using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = json.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(json.WrittenMemory, context.RequestAborted);
    }
}
