using System.Text.Json;

namespace Kafka.Dlq.Letters;

/// <summary>Bytes that may be JSON.</summary>
internal static class JsonText
{
    /// <summary>The value; null when the bytes are no JSON text.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // A copy of its own: the memory may be a slice of a block that is shared with other records.
            Utf8JsonReader reader = new(bytes.Span);
            JsonElement value = JsonElement.ParseValue(ref reader);
            return reader.Read() ? null : value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
