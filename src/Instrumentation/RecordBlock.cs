using Confluent.Kafka;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// What records of one partition that were fetched together share: where they come from, the memory in which their bytes lie, and the stamp of the first,
/// from which the others need only keep their distance. It makes a record small.
/// </summary>
/// <remarks>Immutable; the bytes of a record must not be changed once the record was made.</remarks>
public sealed class RecordBlock
{
    private readonly long _offset;
    private readonly long _timestamp;
    private readonly TimestampType _timestampType;
    private readonly int _leaderEpoch;

    /// <summary>Makes a block.</summary>
    /// <param name="source">Where its records come from.</param>
    /// <param name="bytes">What the records' bytes are copied into.</param>
    /// <param name="first">The stamp of its first record.</param>
    /// <param name="hasHeaders">Whether the headers of each record lie behind its payload, in the form of <see cref="HeaderBuffer"/>.</param>
    public RecordBlock(RecordSource source, byte[] bytes, in RecordStamp first, bool hasHeaders)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(bytes);
        Source = source;
        Bytes = bytes;
        HasHeaders = hasHeaders;
        _offset = first.Offset;
        _timestamp = first.Timestamp.UnixTimestampMs;
        _timestampType = first.Timestamp.Type;
        _leaderEpoch = first.LeaderEpoch;
    }

    /// <summary>Where the records come from.</summary>
    public RecordSource Source { get; }

    /// <summary>Whether the headers of each record lie behind its payload.</summary>
    public bool HasHeaders { get; }

    /// <summary>The partition leader's epoch of the fetch, or null when unknown.</summary>
    public int? LeaderEpoch => _leaderEpoch < 0 ? null : _leaderEpoch;

    internal byte[] Bytes { get; }

    /// <summary>The block of a single record. Bytes that are an array already are taken as they are, others are copied.</summary>
    /// <param name="source">Where the record comes from.</param>
    /// <param name="stamp">The record's stamp.</param>
    /// <param name="key">The key's bytes.</param>
    /// <param name="payload">The payload's bytes.</param>
    public static RecordBlock Of(RecordSource source, in RecordStamp stamp, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> payload)
    {
        bool isWhole = key.IsEmpty && MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment) && segment is { Offset: 0, Array: not null };
        return new RecordBlock(source, isWhole ? ArrayOf(payload) : [.. key.Span, .. payload.Span], stamp, hasHeaders: false);
    }

    /// <summary>Whether these bytes are the ones that its records' bytes are copied into.</summary>
    /// <param name="bytes">An array.</param>
    public bool LiesIn(byte[] bytes) => ReferenceEquals(bytes, Bytes);

    /// <summary>Whether a record with this stamp can be one of the block.</summary>
    /// <param name="stamp">The record's stamp.</param>
    public bool Takes(in RecordStamp stamp) =>
        stamp.LeaderEpoch == _leaderEpoch
        && stamp.Timestamp.Type == _timestampType
        && (ulong)(stamp.Offset - _offset) <= ushort.MaxValue
        && stamp.Timestamp.UnixTimestampMs - _timestamp is >= int.MinValue and <= int.MaxValue;

    internal ushort Distance(long offset) => checked((ushort)(offset - _offset));

    internal int Distance(in Timestamp timestamp) => checked((int)(timestamp.UnixTimestampMs - _timestamp));

    internal long OffsetAt(ushort distance) => _offset + distance;

    internal Timestamp TimestampAt(int distance) => new(_timestamp + distance, _timestampType);

    private static byte[] ArrayOf(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) ? segment.Array! : [];
}
