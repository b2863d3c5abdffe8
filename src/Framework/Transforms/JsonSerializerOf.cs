using Confluent.Kafka;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Transforms;

/// <summary>Writes JSON as UTF-8.</summary>
internal sealed class JsonSerializerOf<T>(JsonTypeInfo<T> type) : ISerializer<T>
{
    public byte[] Serialize(T data, SerializationContext context) => JsonSerializer.SerializeToUtf8Bytes(data, type);
}
