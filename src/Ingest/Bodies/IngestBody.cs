using System.Text.Json;

namespace Kafka.Dlq.Ingest;

/// <summary>The records in a body, each as the slice of it that it is. Pure.</summary>
/// <param name="IsArray">Whether they are elements of an array.</param>
/// <param name="Records">The records; the body itself where it is no array, or no JSON.</param>
/// <param name="Fault">Why the body is no JSON; null where it is.</param>
internal sealed record IngestBody(bool IsArray, IReadOnlyList<ReadOnlyMemory<byte>> Records, string? Fault)
{
    /// <summary>Finds the records.</summary>
    public static IngestBody Split(ReadOnlyMemory<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body.Span);
            reader.Read();
            bool isArray = reader.TokenType == JsonTokenType.StartArray;
            List<ReadOnlyMemory<byte>> records = isArray ? Elements(ref reader, body) : [body];
            if (!isArray)
            {
                reader.Skip();
            }

            // Something behind the value is found by reading on.
            reader.Read();
            return new IngestBody(isArray, records, Fault: null);
        }
        catch (JsonException exception)
        {
            return new IngestBody(IsArray: false, [body], exception.Message);
        }
    }

    private static List<ReadOnlyMemory<byte>> Elements(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        List<ReadOnlyMemory<byte>> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(body[start..(int)reader.BytesConsumed]);
        }

        return elements;
    }
}
