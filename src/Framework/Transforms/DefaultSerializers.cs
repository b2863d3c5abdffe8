using Confluent.Kafka;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kafka.Dlq.Transforms;

/// <summary>What stands in where no serializer is named: bytes and text as they are, anything else as JSON.</summary>
internal static class DefaultSerializers
{
    private static readonly ISerializer<ReadOnlyMemory<byte>> Memory = new MemorySerializer();

    public static ISerializer<T> For<T>() =>
        Serializers.ByteArray as ISerializer<T>
        ?? Serializers.Utf8 as ISerializer<T>
        ?? Memory as ISerializer<T>
        ?? new JsonSerializerOf<T>((JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T)));

    private sealed class MemorySerializer : ISerializer<ReadOnlyMemory<byte>>
    {
        public byte[] Serialize(ReadOnlyMemory<byte> data, SerializationContext context) => data.ToArray();
    }
}
