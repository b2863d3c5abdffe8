using Confluent.Kafka;

namespace Kafka.Dlq.Transforms;

/// <summary>A record of one type.</summary>
internal sealed class TransformOutput<TOut>(string topic, TOut value, byte[]? key, ISerializer<TOut> serializer) : TransformOutput(topic, key)
{
    internal override byte[]? Serialize(Headers headers) => serializer.Serialize(value, new SerializationContext(MessageComponentType.Value, Topic, headers));
}
