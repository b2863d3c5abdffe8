using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Letters;

/// <summary>
/// The original record in the JSON model, so that it can be read back byte for byte: JSON as it is, a tombstone as null, other text as <c>{"$text": "..."}</c>, and bytes that are
/// no text as <c>{"$base64": "..."}</c>. Pure.
/// </summary>
internal static class ModelRecord
{
    private const string Text = "$text";
    private const string Base64 = "$base64";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> record, bool isTombstone, JsonElement? json)
    {
        if (isTombstone)
        {
            writer.WriteNullValue();
        }
        else if (json is { ValueKind: not JsonValueKind.Null } value && Wrapper(value) is null)
        {
            writer.WriteRawValue(record.Span);
        }
        else
        {
            WriteWrapped(writer, record.Span);
        }
    }

    /// <summary>The record's bytes; null for a tombstone, which is not the same as no bytes.</summary>
    public static ReadOnlyMemory<byte>? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => default(ReadOnlyMemory<byte>?),
        _ when Wrapper(value) is { } wrapped => Unwrap(wrapped),
        _ => Encoding.UTF8.GetBytes(value.GetRawText()),
    };

    private static void WriteWrapped(Utf8JsonWriter writer, ReadOnlySpan<byte> record)
    {
        writer.WriteStartObject();
        try
        {
            writer.WriteString(Text, Utf8.GetString(record));
        }
        catch (DecoderFallbackException)
        {
            writer.WriteBase64String(Base64, record);
        }

        writer.WriteEndObject();
    }

    // What looks like a wrapper and is a record of the user's is wrapped itself, so that it comes back as it was.
    private static JsonProperty? Wrapper(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty[] members = [.. value.EnumerateObject().Take(2)];
        return members is [{ Name: Text or Base64, Value.ValueKind: JsonValueKind.String }] ? members[0] : null;
    }

    private static ReadOnlyMemory<byte> Unwrap(JsonProperty wrapped)
    {
        string text = wrapped.Value.GetString()!;
        return wrapped.Name == Base64 && FromBase64(text) is { } bytes ? bytes : Utf8.GetBytes(text);
    }

    private static byte[]? FromBase64(string text)
    {
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : null;
    }
}
