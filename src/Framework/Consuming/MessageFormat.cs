using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Consuming;

/// <summary>How the bytes of one route's messages are made into objects, and which kind of message its consumer takes.</summary>
internal class MessageFormat(object? payloadDeserializer, object? keyDeserializer)
{
    protected object? PayloadDeserializer { get; } = payloadDeserializer;

    protected object? KeyDeserializer { get; } = keyDeserializer;

    /// <summary>The format of a route: typed messages where its consumer takes typed ones, so that no message needs a second object.</summary>
    public static MessageFormat For(Type? consumerType, object? payloadDeserializer, object? keyDeserializer)
    {
        Type? payload = PayloadType(consumerType);
        return payload is null
            ? new MessageFormat(payloadDeserializer, keyDeserializer)
            : (MessageFormat)Activator.CreateInstance(typeof(MessageFormat<>).MakeGenericType(payload), payloadDeserializer, keyDeserializer)!;
    }

    /// <summary>Makes the message of a record that has memory of its own.</summary>
    public virtual Message Create(PartitionSource source, in RecordData data) => new(source, data);

    /// <summary>Makes the message of a record that lies in a block.</summary>
    public virtual Message Create(RecordBlock block, in RecordStamp stamp, in RecordPlace place) => new(block, stamp, place);

    public T DeserializePayload<T>(Message message) =>
        Deserialize<T>(message, PayloadDeserializer, message.RawPayload.Span, message.IsTombstone, MessageComponentType.Value);

    public T DeserializeKey<T>(Message message) =>
        Deserialize<T>(message, KeyDeserializer, message.Key.Span, !message.HasKey, MessageComponentType.Key);

    private static T Deserialize<T>(Message message, object? configured, ReadOnlySpan<byte> bytes, bool isNull, MessageComponentType component)
    {
        IDeserializer<T> deserializer = configured as IDeserializer<T> ?? DefaultDeserializers.For<T>();
        try
        {
            // Our own look at nothing but the bytes, so no headers need to be made of their bytes for them.
            Headers? headers = ReferenceEquals(deserializer, configured) && deserializer is not JsonDeserializer<T> ? message.Headers : null;
            return deserializer.Deserialize(bytes, isNull, new SerializationContext(component, message.Topic, headers));
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InsufficientExecutionStackException or CriticalConsumerException))
        {
            // Whatever else a deserializer throws means the same: these bytes are no T. The kind decides how the letter is labelled.
            string what = component == MessageComponentType.Key ? "key" : "payload";
            throw new MessageDeserializationException(
                $"The {what} of {message.Topic}/{message.Partition.Value}/{message.Offset.Value} ({bytes.Length} bytes) is no {typeof(T)}: {exception.Message}", exception);
        }
    }

    /// <summary>The type of the payloads of a consumer that takes messages of one type; null for others.</summary>
    public static Type? PayloadType(Type? consumerType)
    {
        for (Type? type = consumerType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() is { } definition
                && (definition == typeof(BaseConsumer<>) || definition == typeof(MessageConsumer<>)))
            {
                return type.GetGenericArguments()[0];
            }
        }

        return null;
    }
}
