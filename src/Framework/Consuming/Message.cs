using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq;

/// <summary>
/// A message given to a consumer: the record as it was read, and its payload deserialized on first use.
/// </summary>
/// <remarks>May be kept after the run and may cross an <c>await</c>. <see cref="Detach"/> it before keeping a few small messages for long.</remarks>
public class Message : KafkaRecord
{
    // Stands for a payload that was deserialized and came out as null: a tombstone, which is deserialized once too.
    private static readonly object Null = new();

    private object? _payload;

    internal Message(PartitionSource source, in RecordData data)
        : base(source, data.Stamp, data.Key, data.Payload, data.Headers)
    {
    }

    internal Message(RecordBlock block, in RecordStamp stamp, in RecordPlace place)
        : base(block, stamp, place)
    {
    }

    /// <summary>Where the message was read before it came to a retry topic of its queue; anywhere else its own place. It stays the same on the way, so it is fit to tell a message by.</summary>
    public TopicPartitionOffset Origin => (Source.IsRetryTopic ? RetryPass.Of(this)?.Source : null) ?? TopicPartitionOffset;

    /// <summary>Where the message comes from, and how its bytes are read.</summary>
    internal new PartitionSource Source => (PartitionSource)base.Source;

    /// <summary>The bytes of key and payload.</summary>
    internal int Size => Key.Length + RawPayload.Length;

    private protected RecordData Copy => new(
        new RecordStamp(Offset.Value, Timestamp, LeaderEpoch ?? -1), CopyOf(Key, HasKey), CopyOf(RawPayload, !IsTombstone), Headers);

    /// <summary>
    /// The payload, deserialized with the topic's <c>Deserializer</c>, or without one: bytes and text as they are, anything else as JSON.
    /// Deserialized once; later calls return the same object.
    /// </summary>
    /// <typeparam name="T">What the payload is. A tombstone is null, or for a value type its default.</typeparam>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>. Left alone, it fails the run and the raw bytes are what is dispatched.</exception>
    public T Payload<T>()
    {
        if (_payload is T known && !ReferenceEquals(_payload, Null))
        {
            return known;
        }

        if (ReferenceEquals(_payload, Null) && default(T) is null)
        {
            return default!;
        }

        T payload = Source.Format.DeserializePayload<T>(this);
        _payload = payload ?? Null;
        return payload;
    }

    /// <summary>The key, deserialized anew at each call with the topic's <c>KeyDeserializer</c>, or without one as <see cref="Payload{T}"/> does.</summary>
    /// <typeparam name="T">What the key is. A missing key is null, or for a value type its default.</typeparam>
    /// <exception cref="MessageDeserializationException">The bytes are no <typeparamref name="T"/>.</exception>
    public T KeyAs<T>() => Source.Format.DeserializeKey<T>(this);

    /// <summary>A copy that holds no memory shared with other messages, for keeping one small message for long.</summary>
    public virtual Message Detach() => new(Source, Copy);

    private static ReadOnlyMemory<byte>? CopyOf(ReadOnlyMemory<byte> bytes, bool exists) => exists ? new ReadOnlyMemory<byte>(bytes.ToArray()) : default(ReadOnlyMemory<byte>?);
}
