using Kafka.Dlq.Files.Format;
using Microsoft.Win32.SafeHandles;
using System.Buffers;

namespace Kafka.Dlq.Files.Reading;

/// <summary>
/// Goes through the entries of one segment, which may be written or removed meanwhile. It shows only entries of which each byte is as it was written. Behind damage it goes on at the
/// next fragment that is sound.
/// </summary>
internal sealed class SegmentCursor : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly BlockBuffer _block;
    private readonly ArrayBufferWriter<byte> _entry = new();
    private bool _headIsChecked;
    private bool _passesRests;

    private SegmentCursor(string file, long offset)
    {
        File = file;
        Offset = offset;
        _handle = System.IO.File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _block = new BlockBuffer(_handle);
    }

    public string File { get; }

    /// <summary>Where the next call begins: behind the last entry, or behind the damage.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the entry, the damage or the torn end begins that the last call came to.</summary>
    public long Start { get; private set; }

    /// <summary>The entry that the last call came to. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Entry { get; private set; }

    public long FileLength => RandomAccess.GetLength(_handle);

    /// <summary>Opens a segment; null when it is not there any more.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="offset">Where an entry begins or the last one ended; 0 for the beginning.</param>
    public static SegmentCursor? TryOpen(string file, long offset)
    {
        try
        {
            return new SegmentCursor(file, offset);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Goes to a block, in whose beginning the rest of an earlier entry may lie.</summary>
    public void EnterBlock(long block)
    {
        Offset = block * Layout.BlockSize;
        _passesRests = true;
    }

    /// <summary>The seal at the end of the file, when it is there.</summary>
    public SegmentSeal? ReadSeal()
    {
        Span<byte> tail = stackalloc byte[Layout.Seal];
        long at = FileLength - Layout.Seal;
        return at >= Layout.SegmentHead && RandomAccess.Read(_handle, tail, at) == Layout.Seal ? SegmentSeal.Read(tail, at) : null;
    }

    /// <summary>Goes one step on.</summary>
    /// <param name="isComplete">Whether nothing more is written to the file. Otherwise what cannot be read at its end is taken for what is not yet written.</param>
    public ReadOutcome Read(bool isComplete)
    {
        Start = Offset;
        if (Offset < Layout.SegmentHead && ReadHead(isComplete) is { } outcome)
        {
            return outcome;
        }

        _entry.ResetWrittenCount();
        return ReadEntry(isComplete);
    }

    /// <summary>Forgets what was read ahead: the half entry that lies there may have been cut off by the next writer.</summary>
    public void Refresh() => _block.Forget();

    public void Dispose() => _handle.Dispose();

    private ReadOutcome? ReadHead(bool isComplete)
    {
        ReadOnlySpan<byte> bytes = _block.Again(0);
        if (bytes.Length < Layout.SegmentHead)
        {
            Offset = isComplete ? bytes.Length : Offset;
            return !isComplete ? ReadOutcome.Waiting : bytes.IsEmpty || Start > 0 ? ReadOutcome.Ended : ReadOutcome.Torn;
        }

        bool wasChecked = _headIsChecked;
        _headIsChecked = true;
        bool isSound = SegmentHead.IsSound(bytes[..Layout.SegmentHead], File);
        Offset = Layout.SegmentHead;
        if (isSound || wasChecked)
        {
            Start = Offset;
            return null;
        }

        return ReadOutcome.Damaged;
    }

    private ReadOutcome ReadEntry(bool isComplete)
    {
        long at = Offset;
        while (true)
        {
            Fragment fragment = Look(at);
            if (fragment.State is FragmentState.Short)
            {
                return EndOfFile(at, isComplete);
            }

            if (fragment.State is FragmentState.Bad)
            {
                return !isComplete && !ReachesBeyondBlockOf(at) ? ReadOutcome.Waiting : PassOver(NextSound(at) ?? Math.Min(FileLength, at + Layout.LeftInBlock(at)));
            }

            if (Take(fragment, at) is { } outcome)
            {
                return outcome;
            }

            at += fragment.Length;
            if (_entry.WrittenCount == 0)
            {
                Start = Offset = at;
            }
        }
    }

    // Null: the entry goes on behind this fragment, or has not begun.
    private ReadOutcome? Take(Fragment fragment, long at)
    {
        if (fragment.State == FragmentState.Padding)
        {
            return null;
        }

        bool isBegun = _entry.WrittenCount > 0;
        bool goesOn = fragment.Kind is FragmentKind.Middle or FragmentKind.Last;
        if (isBegun != goesOn)
        {
            return goesOn ? PassRest(fragment, at) : PassOver(at);
        }

        _passesRests = false;
        ReadOnlyMemory<byte> content = _block.Shown(at + Layout.FragmentHead, fragment.Length - Layout.FragmentHead);
        switch (fragment.Kind)
        {
            case FragmentKind.Seal:
                Start = Offset = at;
                return ReadOutcome.Ended;
            case FragmentKind.Whole:
                return Show(content, at + fragment.Length);
            default:
                _entry.Write(content.Span);
                return _entry.WrittenCount > Layout.MaxEntry ? PassOver(at + fragment.Length)
                    : fragment.Kind == FragmentKind.Last ? Show(_entry.WrittenMemory, at + fragment.Length)
                    : null;
        }
    }

    private ReadOutcome Show(ReadOnlyMemory<byte> entry, long end)
    {
        Entry = entry;
        Offset = end;
        return ReadOutcome.Entry;
    }

    // The rest of an entry whose beginning was damaged belongs to that damage, which is told already.
    private ReadOutcome? PassRest(Fragment fragment, long at) => _passesRests ? null : PassOver(at + fragment.Length);

    private ReadOutcome PassOver(long end)
    {
        Offset = end;
        _passesRests = true;
        return ReadOutcome.Damaged;
    }

    private ReadOutcome EndOfFile(long at, bool isComplete)
    {
        if (!isComplete)
        {
            return ReadOutcome.Waiting;
        }

        // A damaged length says that more belongs to the entry than there is; what follows is there all the same.
        if (NextSound(at) is { } next)
        {
            return PassOver(next);
        }

        long length = FileLength;
        bool isWhole = at >= length && _entry.WrittenCount == 0;
        Offset = Math.Max(Offset, length);
        return isWhole ? ReadOutcome.Ended : ReadOutcome.Torn;
    }

    // A block that was read before it was full is read again before anything but a sound fragment is believed.
    private Fragment Look(long at)
    {
        Fragment fragment = Fragment.Parse(_block.From(at), at);
        return fragment.State is FragmentState.Short or FragmentState.Bad ? Fragment.Parse(_block.Again(at), at) : fragment;
    }

    private bool ReachesBeyondBlockOf(long at) => FileLength > at + Layout.LeftInBlock(at);

    // The next place in the block where something is as it was written: a checksum covers its place, so that bytes which only look like a fragment are not taken for one.
    private long? NextSound(long at)
    {
        ReadOnlySpan<byte> bytes = _block.From(at);
        for (int next = 1; next < bytes.Length; next++)
        {
            if (bytes[next] == Layout.Marker && Fragment.Parse(bytes[next..], at + next).State == FragmentState.Sound)
            {
                return at + next;
            }
        }

        return null;
    }
}
