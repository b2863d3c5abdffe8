using Confluent.Kafka;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Consuming;

/// <summary>Reads JSON straight from the bytes. A tombstone is the type's default.</summary>
internal sealed class JsonDeserializer<T>(JsonTypeInfo<T> type) : IDeserializer<T>
{
    public static JsonDeserializer<T> Default { get; } = new((JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T)));

    public JsonTypeInfo<T> Contract => type;

    public T Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
        {
            return default!;
        }

        // The text "null" would come out as an object that is not there, and fail later where nobody expects it.
        return JsonSerializer.Deserialize(data, type) ?? throw new JsonException("The JSON value is null.");
    }
}
