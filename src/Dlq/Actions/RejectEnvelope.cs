using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Kafka.Dlq;

/// <summary>
/// A rejected record and its error as JSON, <c>{"record": "...", "error": "..."}</c>, for systems that read dead letters in this shape. Both are text: what was JSON is the text of that JSON. Bytes
/// that are no UTF-8 are base64, and a third member says so: <c>"encoding": "base64"</c>. Null is <c>null</c>.
/// </summary>
/// <param name="Record">The record's bytes; null for null.</param>
/// <param name="Error">The error in words: type, message, causes and stack trace; null where the writer gave none.</param>
public sealed record RejectEnvelope(ReadOnlyMemory<byte>? Record, string? Error)
{
    private const string RecordName = "record";
    private const string ErrorName = "error";
    private const string EncodingName = "encoding";
    private const string Base64 = "base64";

    // Readable for people: what HTML would need escaped is no danger in a topic.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the envelope of a rejected record.</summary>
    /// <param name="rejected">The record.</param>
    /// <param name="redact">Rewrites the error's text before it is written; null writes it as it is. When it throws, a remark stands in place of the text.</param>
    public static byte[] Write(RejectedRecord rejected, Func<string, string>? redact = null)
    {
        ArgumentNullException.ThrowIfNull(rejected);
        string? trace = ErrorText.StackTraceOf(rejected.Error, new StackTraceTexts());
        string text = $"{Wrapped.TypeOf(rejected.Error)}: {ErrorText.MessageOf(rejected.Error)}{(trace is null ? "" : $"\n{trace}")}";
        return new RejectEnvelope(rejected.Body.Bytes, ErrorText.Redacted(text, redact)).ToJson();
    }

    /// <summary>Reads an envelope. Other members are passed over; a record or error that is no text (some writers nest the JSON itself) is taken as the text of its JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="JsonException">It is no JSON object with a member <c>record</c>, or its base64 cannot be read.</exception>
    public static RejectEnvelope Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(RecordName, out JsonElement record))
        {
            throw new JsonException($"An envelope is a JSON object with the members '{RecordName}' and '{ErrorName}'; found {(document.RootElement.ValueKind == JsonValueKind.Object ? $"an object without '{RecordName}'" : $"a JSON {document.RootElement.ValueKind}")}.");
        }

        bool isBase64 = document.RootElement.TryGetProperty(EncodingName, out JsonElement encoding) && encoding.ValueKind == JsonValueKind.String && encoding.ValueEquals(Base64);
        string? error = document.RootElement.TryGetProperty(ErrorName, out JsonElement found) ? TextOf(found) : null;
        return new RejectEnvelope(BytesOf(TextOf(record), isBase64), error);
    }

    /// <summary>The envelope as JSON, in UTF-8.</summary>
    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> json = new();
        using Utf8JsonWriter writer = new(json, Options);
        writer.WriteStartObject();
        if (Record is not { } record)
        {
            writer.WriteNull(RecordName);
        }
        else if (Utf8.IsValid(record.Span))
        {
            writer.WriteString(RecordName, record.Span);
        }
        else
        {
            writer.WriteBase64String(RecordName, record.Span);
            writer.WriteString(EncodingName, Base64);
        }

        writer.WriteString(ErrorName, Error);
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    private static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Null => null,
        _ => element.GetRawText(),
    };

    private static ReadOnlyMemory<byte>? BytesOf(string? text, bool isBase64)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        }
        catch (FormatException exception)
        {
            throw new JsonException($"The envelope's '{RecordName}' is said to be base64 and is not: {exception.Message}", exception);
        }
    }
}
