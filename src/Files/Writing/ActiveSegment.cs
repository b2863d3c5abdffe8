using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Storage;
using System.Buffers;

namespace Kafka.Dlq.Files.Writing;

/// <summary>The segment that is written to. Entries are gathered and written together. Not safe to use from two threads at once.</summary>
internal sealed class ActiveSegment : IDisposable
{
    private readonly ISegmentFile _file;
    private readonly ArrayBufferWriter<byte> _pending = new(Layout.BlockSize);
    private readonly Action _confirmName;
    private bool _isNameConfirmed;
    private long _confirmed;
    private long _written;

    public ActiveSegment(long number, ISegmentFile file, Action confirmName)
    {
        _file = file;
        _confirmName = confirmName;
        Info = new SegmentInfo(number, 0, default);
        _pending.Write(SegmentHead.Bytes());
    }

    /// <summary>What lies in it, the entries that are gathered included, and its length on disk.</summary>
    public SegmentInfo Info { get; private set; }

    public int PendingBytes => _pending.WrittenCount;

    public void Add(ReadOnlySpan<byte> entry, long ticks)
    {
        FragmentWriter.WriteEntry(_pending, _written, entry);
        Info = Info.With(ticks);
    }

    /// <summary>Hands what is gathered to the operating system.</summary>
    public void Write()
    {
        if (_pending.WrittenCount > 0)
        {
            _file.Write(_pending.WrittenSpan, _written);
            _written += _pending.WrittenCount;
            _pending.ResetWrittenCount();
            Info = Info with { Length = _written };
        }
    }

    /// <summary>Has the disk confirm what was handed over.</summary>
    public void Confirm()
    {
        if (_confirmed < _written)
        {
            _file.Confirm();
            _confirmed = _written;
        }

        if (!_isNameConfirmed)
        {
            _confirmName();
            _isNameConfirmed = true;
        }
    }

    /// <summary>Finishes it: nothing is written to it any more.</summary>
    public void Finish()
    {
        SegmentSeal.Write(_pending, _written, Info.Content);
        Write();
        Confirm();
    }

    /// <summary>
    /// Takes back what a failed write may have left behind the last that was acknowledged. Nothing else is ever written there: a reader may stand behind an entry that is taken
    /// back, and would find other bytes at its place.
    /// </summary>
    public void TakeBack(long length)
    {
        _pending.ResetWrittenCount();
        _file.Shorten(length);
    }

    public void Dispose() => _file.Dispose();
}
