using Kafka.Dlq.Consuming;

namespace Kafka.Dlq;

/// <summary>A message whose payload has one type, as given to <see cref="BaseConsumer{T}"/> and <see cref="MessageConsumer{T}"/>.</summary>
/// <typeparam name="T">What the payload is.</typeparam>
public sealed class Message<T> : Message
{
    internal Message(MessageFormat format, in RecordData data)
        : base(format, data)
    {
    }

    /// <summary>The payload, deserialized on first use; null (or the default of a value type) for a tombstone.</summary>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>.</exception>
    public T Payload => Payload<T>();

    /// <inheritdoc />
    public override Message<T> Detach() => new(Format, Copy);
}
