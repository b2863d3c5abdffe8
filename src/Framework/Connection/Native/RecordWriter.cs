using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// Copies records into slabs and makes their messages. The records of a partition that lie in the same slab share one block. Belongs to the poll thread.
/// </summary>
internal sealed class RecordWriter
{
    private readonly Slabs _slabs = new();
    private readonly List<PartitionSource> _open = [];
    private byte[] _slab = [];

    public Message Write(PartitionSource source, in RecordStamp stamp, in RecordBytes bytes, HeaderBuffer headers)
    {
        // In a block with headers a record without any has an empty list: two kinds of records by turns must not each time begin a block.
        bool hasHeaders = !headers.IsEmpty || source.Open is { HasHeaders: true };
        byte[] memory = _slabs.Reserve(bytes.Length + (hasHeaders ? headers.Written.Length : 0), out int start);
        Span<byte> target = memory.AsSpan(start);
        bytes.Key.CopyTo(target);
        bytes.Payload.CopyTo(target[bytes.Key.Length..]);
        if (hasHeaders)
        {
            headers.Written.CopyTo(target[bytes.Length..]);
        }

        RecordPlace place = new(start, bytes.KeyLength, bytes.PayloadLength);
        return source.Format.Create(BlockFor(source, memory, stamp, hasHeaders), stamp, place);
    }

    private RecordBlock BlockFor(PartitionSource source, byte[] memory, in RecordStamp stamp, bool hasHeaders)
    {
        if (source.Open is { } open && open.LiesIn(memory) && open.HasHeaders == hasHeaders && open.Takes(stamp))
        {
            return open;
        }

        RecordBlock block = new(source, memory, stamp, hasHeaders);
        if (memory.Length == Slabs.Size)
        {
            Open(source, block, memory);
        }

        return block;
    }

    private void Open(PartitionSource source, RecordBlock block, byte[] slab)
    {
        if (!ReferenceEquals(slab, _slab))
        {
            // A partition that stays quiet must not keep the slab of its last record.
            _open.ForEach(former => former.Open = null);
            _open.Clear();
            _slab = slab;
        }

        source.Open = block;
        _open.Add(source);
    }
}
