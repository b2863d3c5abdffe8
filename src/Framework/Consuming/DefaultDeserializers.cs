using Confluent.Kafka;

namespace Kafka.Dlq.Consuming;

/// <summary>What stands in where a route names no deserializer: bytes and text as they are, anything else as JSON.</summary>
internal static class DefaultDeserializers
{
    private static readonly IDeserializer<ReadOnlyMemory<byte>> Memory = new MemoryDeserializer();

    public static IDeserializer<T> For<T>() =>
        Deserializers.ByteArray as IDeserializer<T>
        ?? Deserializers.Utf8 as IDeserializer<T>
        ?? Memory as IDeserializer<T>
        ?? JsonDeserializer<T>.Default;

    private sealed class MemoryDeserializer : IDeserializer<ReadOnlyMemory<byte>>
    {
        public ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => data.ToArray();
    }
}
