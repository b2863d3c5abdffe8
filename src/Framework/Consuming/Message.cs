using Kafka.Dlq.Consuming;

namespace Kafka.Dlq;

/// <summary>
/// A message given to a consumer: the record as it was read, and its payload deserialized on first use.
/// </summary>
/// <remarks>May be kept after the run and may cross an <c>await</c>. <see cref="Detach"/> it before keeping a few small messages for long.</remarks>
public class Message : KafkaRecord
{
    private readonly MessageFormat _format;
    private object? _payload;
    private bool _isDeserialized;

    internal Message(MessageFormat format, in RecordData data)
        : base(data.Position, data.Timestamp, data.LeaderEpoch, data.Key, data.Payload, data.Headers)
    {
        _format = format;
    }

    private protected MessageFormat Format => _format;

    private protected RecordData Copy => new(TopicPartitionOffset, Timestamp, LeaderEpoch, CopyOf(Key, HasKey), CopyOf(RawPayload, !IsTombstone), Headers);

    /// <summary>
    /// The payload, deserialized with the topic's <c>Deserializer</c>, or without one: bytes and text as they are, anything else as JSON.
    /// Deserialized once; later calls return the same object.
    /// </summary>
    /// <typeparam name="T">What the payload is. A tombstone is null, or for a value type its default.</typeparam>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>. Left alone, it fails the run and the raw bytes are what is dispatched.</exception>
    public T Payload<T>()
    {
        if (_isDeserialized && _payload is T or null && (_payload is not null || default(T) is null))
        {
            return (T)_payload!;
        }

        T payload = _format.DeserializePayload<T>(this);
        _payload = payload;
        _isDeserialized = true;
        return payload;
    }

    /// <summary>The key, deserialized anew at each call with the topic's <c>KeyDeserializer</c>, or without one as <see cref="Payload{T}"/> does.</summary>
    /// <typeparam name="T">What the key is. A missing key is null, or for a value type its default.</typeparam>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>.</exception>
    public T KeyAs<T>() => _format.DeserializeKey<T>(this);

    /// <summary>A copy that holds no memory shared with other messages, for keeping one small message for long.</summary>
    public virtual Message Detach() => new(_format, Copy);

    private static ReadOnlyMemory<byte>? CopyOf(ReadOnlyMemory<byte> bytes, bool exists) => exists ? new ReadOnlyMemory<byte>(bytes.ToArray()) : default(ReadOnlyMemory<byte>?);
}
