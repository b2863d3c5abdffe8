using Confluent.Kafka;

namespace Kafka.Dlq;

/// <summary>
/// A record as it was read from Kafka: its coordinates and its bytes, untouched. <c>Message</c>, which consumers handle, derives from it;
/// events carry it, so that a subscriber can look at what failed.
/// </summary>
/// <remarks>Everything but <see cref="Headers"/> is immutable and safe to read from any thread. May be kept for as long as needed.</remarks>
public abstract class KafkaRecord
{
    private Headers? _headers;

    /// <summary>Makes a record from what the client read.</summary>
    /// <param name="position">Where the record was read.</param>
    /// <param name="timestamp">The record's timestamp and whether its producer or the broker set it.</param>
    /// <param name="leaderEpoch">The partition leader's epoch of the fetch (KIP-320), or null when unknown.</param>
    /// <param name="key">The key's bytes, or null when the record has no key. An empty key is not null.</param>
    /// <param name="payload">The value's bytes, or null for a tombstone. An empty value is not a tombstone.</param>
    /// <param name="headers">The record's headers, or null when it has none or they are read on first use.</param>
    protected KafkaRecord(TopicPartitionOffset position, Timestamp timestamp, int? leaderEpoch, ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? payload, Headers? headers)
    {
        ArgumentNullException.ThrowIfNull(position);
        Topic = position.Topic;
        Partition = position.Partition;
        Offset = position.Offset;
        Timestamp = timestamp;
        LeaderEpoch = leaderEpoch;
        HasKey = key.HasValue;
        Key = key.GetValueOrDefault();
        IsTombstone = !payload.HasValue;
        RawPayload = payload.GetValueOrDefault();
        _headers = headers;
    }

    /// <summary>The topic the record was read from.</summary>
    public string Topic { get; }

    /// <summary>The partition the record was read from.</summary>
    public Partition Partition { get; }

    /// <summary>The record's offset in its partition.</summary>
    public Offset Offset { get; }

    /// <summary>Topic, partition and offset together.</summary>
    public TopicPartitionOffset TopicPartitionOffset => new(Topic, Partition, Offset);

    /// <summary>The record's timestamp and whether its producer or the broker set it.</summary>
    public Timestamp Timestamp { get; }

    /// <summary>The partition leader's epoch of the fetch (KIP-320), or null when unknown.</summary>
    public int? LeaderEpoch { get; }

    /// <summary>The key's bytes; empty when there is no key (see <see cref="HasKey"/>).</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Whether the record has a key; an empty key is a key.</summary>
    public bool HasKey { get; }

    /// <summary>The value's bytes as they were read; empty for a tombstone (see <see cref="IsTombstone"/>).</summary>
    public ReadOnlyMemory<byte> RawPayload { get; }

    /// <summary>Whether the value is null, which deletes the key of a compacted topic.</summary>
    public bool IsTombstone { get; }

    /// <summary>The record's headers, read on first use; empty when it has none. Not to be changed by two threads at once.</summary>
    public Headers Headers => _headers ??= ReadHeaders();

    /// <inheritdoc />
    public override string ToString() => $"{Topic}/{Partition.Value}/{Offset.Value}";

    /// <summary>Reads the headers on first use; the base has none to read.</summary>
    protected virtual Headers ReadHeaders() => new();
}
