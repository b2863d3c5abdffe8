using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq;

/// <summary>
/// A record as it was read from Kafka: its coordinates and its bytes, untouched. <c>Message</c>, which consumers handle, derives from it;
/// events carry it, so that a subscriber can look at what failed.
/// </summary>
/// <remarks>Everything but <see cref="Headers"/> is immutable and safe to read from any thread. May be kept for as long as needed.</remarks>
public abstract class KafkaRecord
{
    private readonly RecordBlock _block;
    private readonly int _timestamp;
    private readonly int _keyLength;
    private readonly int _payloadLength;
    private readonly ushort _offset;
    private readonly ushort _start;
    private Headers? _headers;

    /// <summary>Makes a record from what the client read.</summary>
    /// <param name="position">Where the record was read.</param>
    /// <param name="timestamp">The record's timestamp and whether its producer or the broker set it.</param>
    /// <param name="leaderEpoch">The partition leader's epoch of the fetch (KIP-320), or null when unknown.</param>
    /// <param name="key">The key's bytes, or null when the record has no key. An empty key is not null.</param>
    /// <param name="payload">The value's bytes, or null for a tombstone. An empty value is not a tombstone.</param>
    /// <param name="headers">The record's headers, or null when it has none or they are read on first use.</param>
    protected KafkaRecord(TopicPartitionOffset position, Timestamp timestamp, int? leaderEpoch, ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? payload, Headers? headers)
        : this(SourceOf(position), new RecordStamp(position.Offset.Value, timestamp, leaderEpoch ?? -1), key, payload, headers)
    {
    }

    /// <summary>Makes a record with bytes of its own.</summary>
    /// <param name="source">Where the record was read.</param>
    /// <param name="stamp">What the broker says of it.</param>
    /// <param name="key">The key's bytes, or null when the record has no key.</param>
    /// <param name="payload">The value's bytes, or null for a tombstone.</param>
    /// <param name="headers">The record's headers, or null when it has none or they are read on first use.</param>
    protected KafkaRecord(RecordSource source, in RecordStamp stamp, ReadOnlyMemory<byte>? key, ReadOnlyMemory<byte>? payload, Headers? headers)
        : this(RecordBlock.Of(source, stamp, key.GetValueOrDefault(), payload.GetValueOrDefault()), stamp, new RecordPlace(0, key?.Length ?? -1, payload?.Length ?? -1)) => _headers = headers;

    /// <summary>Makes a record whose bytes lie in a block.</summary>
    /// <param name="block">What it shares with other records.</param>
    /// <param name="stamp">What the broker says of it; one that the block takes.</param>
    /// <param name="place">Where its bytes lie in the block.</param>
    /// <exception cref="OverflowException">The block does not take the stamp, or the place begins behind its 64 KiB.</exception>
    protected KafkaRecord(RecordBlock block, in RecordStamp stamp, in RecordPlace place)
    {
        ArgumentNullException.ThrowIfNull(block);
        _block = block;
        _offset = block.Distance(stamp.Offset);
        _timestamp = block.Distance(stamp.Timestamp);
        _start = checked((ushort)place.Start);
        _keyLength = place.KeyLength;
        _payloadLength = place.PayloadLength;
    }

    /// <summary>The topic the record was read from.</summary>
    public string Topic => _block.Source.Topic;

    /// <summary>The partition the record was read from.</summary>
    public Partition Partition => _block.Source.Partition;

    /// <summary>The record's offset in its partition.</summary>
    public Offset Offset => _block.OffsetAt(_offset);

    /// <summary>Topic, partition and offset together.</summary>
    public TopicPartitionOffset TopicPartitionOffset => new(Topic, Partition, Offset);

    /// <summary>The record's timestamp and whether its producer or the broker set it.</summary>
    public Timestamp Timestamp => _block.TimestampAt(_timestamp);

    /// <summary>The partition leader's epoch of the fetch (KIP-320), or null when unknown.</summary>
    public int? LeaderEpoch => _block.LeaderEpoch;

    /// <summary>The key's bytes; empty when there is no key (see <see cref="HasKey"/>).</summary>
    public ReadOnlyMemory<byte> Key => _keyLength <= 0 ? default : new ReadOnlyMemory<byte>(_block.Bytes, _start, _keyLength);

    /// <summary>Whether the record has a key; an empty key is a key.</summary>
    public bool HasKey => _keyLength >= 0;

    /// <summary>The value's bytes as they were read; empty for a tombstone (see <see cref="IsTombstone"/>).</summary>
    public ReadOnlyMemory<byte> RawPayload => _payloadLength <= 0 ? default : new ReadOnlyMemory<byte>(_block.Bytes, PayloadStart, _payloadLength);

    /// <summary>Whether the value is null, which deletes the key of a compacted topic.</summary>
    public bool IsTombstone => _payloadLength < 0;

    /// <summary>The record's headers, read on first use; empty when it has none. Not to be changed by two threads at once.</summary>
    public Headers Headers => _headers ??= ReadHeaders();

    /// <summary>Where the record comes from: the same object for all records of a partition that one client read.</summary>
    protected RecordSource Source => _block.Source;

    private int PayloadStart => _start + Math.Max(0, _keyLength);

    /// <inheritdoc />
    public override string ToString() => $"{Topic}/{Partition.Value}/{Offset.Value}";

    /// <summary>Makes the headers of the bytes that were read, on first use.</summary>
    protected virtual Headers ReadHeaders() => _block.HasHeaders ? HeaderBuffer.Read(_block.Bytes.AsSpan(PayloadStart + Math.Max(0, _payloadLength))) : [];

    private static RecordSource SourceOf(TopicPartitionOffset position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return new RecordSource(position.Topic, position.Partition.Value);
    }
}
