using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq;

/// <summary>A message whose payload has one type, as given to <see cref="BaseConsumer{T}"/> and <see cref="MessageConsumer{T}"/>.</summary>
/// <typeparam name="T">What the payload is.</typeparam>
public sealed class Message<T> : Message
{
    internal Message(PartitionSource source, in RecordData data)
        : base(source, data)
    {
    }

    internal Message(RecordBlock block, in RecordStamp stamp, in RecordPlace place)
        : base(block, stamp, place)
    {
    }

    /// <summary>The payload, deserialized on first use; null (or the default of a value type) for a tombstone.</summary>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>.</exception>
    public T Payload => Payload<T>();

    /// <inheritdoc />
    public override Message<T> Detach() => new(Source, Copy);
}
