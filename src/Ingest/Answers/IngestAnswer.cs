using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.Text.Json;

namespace Kafka.Dlq.Ingest;

/// <summary>Writes answers: what was accepted, or problem details (RFC 9457).</summary>
internal static class IngestAnswer
{
    public static Task AcceptedAsync(HttpContext context, int count) => WriteAsync(context, StatusCodes.Status202Accepted, "application/json", writer => writer.WriteNumber("accepted", count));

    public static Task TooLargeAsync(HttpContext context, string what) =>
        ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, "Too large", $"{what} Nothing was stored.", _ => { });

    public static Task UnavailableAsync(HttpContext context) =>
        ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "Kafka is not available", "Nothing was acknowledged. Send the request again later; some of it may be there twice then.", _ => { });

    /// <summary>Tells what is wrong with each rejected record, and where its dead letter can be found.</summary>
    /// <param name="context">The request.</param>
    /// <param name="verdict">What became of the records.</param>
    /// <param name="ids">The ids of the dead letters of the rejected records, in their order; empty where there is no dead letter queue.</param>
    public static Task InvalidAsync(HttpContext context, Verdict verdict, IReadOnlyList<string> ids)
    {
        string title = verdict.Body.Fault is not null ? "The body is no JSON" : verdict.Body.IsArray ? $"{verdict.Rejected.Count} of {verdict.Records.Count} records are invalid" : "The record is invalid";
        string detail = (verdict.Accepted.Count > 0 ? $"{verdict.Accepted.Count} valid records were accepted; do not send those again." : "Nothing was accepted.")
            + (ids.Count > 0 ? " What is invalid lies in the dead letter queue." : " What is invalid was not stored.");
        return ProblemAsync(context, StatusCodes.Status400BadRequest, title, detail, writer =>
        {
            if (ids.Count > 0)
            {
                writer.WriteString("deadLetterId", ids[0]);
            }

            WriteErrors(writer, verdict.Rejected[0]);
            writer.WriteNumber("accepted", verdict.Accepted.Count);
            writer.WriteStartArray("rejected");
            foreach ((int place, JudgedRecord record) in verdict.Rejected.Index())
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", record.Index);
                if (ids.Count > 0)
                {
                    writer.WriteString("deadLetterId", ids[place]);
                }

                WriteErrors(writer, record);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    // The form of ASP.NET Core's own validation problems: a list of messages for each member.
    private static void WriteErrors(Utf8JsonWriter writer, JudgedRecord record)
    {
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
