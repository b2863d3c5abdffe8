using Kafka.Dlq.Files.Format;
using Microsoft.Win32.SafeHandles;

namespace Kafka.Dlq.Files.Reading;

/// <summary>One block of a file in memory.</summary>
internal sealed class BlockBuffer(SafeFileHandle handle)
{
    private readonly byte[] _bytes = new byte[Layout.BlockSize];
    private long _start = -1;
    private int _length;

    /// <summary>The bytes from a place to the end of its block, or of what was in the file when the block was read.</summary>
    public ReadOnlySpan<byte> From(long at)
    {
        if (at - (at % Layout.BlockSize) != _start)
        {
            Read(at);
        }

        return Slice(at);
    }

    /// <summary>The same, read again: a writer may have come further, or finished what was half there.</summary>
    public ReadOnlySpan<byte> Again(long at)
    {
        Read(at);
        return Slice(at);
    }

    /// <summary>Bytes that <see cref="From"/> has shown, without copying them.</summary>
    public ReadOnlyMemory<byte> Shown(long at, int length) => _bytes.AsMemory((int)(at - _start), length);

    public void Forget() => _start = -1;

    private ReadOnlySpan<byte> Slice(long at)
    {
        int offset = (int)(at - _start);
        return offset < _length ? _bytes.AsSpan(offset, _length - offset) : default;
    }

    private void Read(long at)
    {
        _start = at - (at % Layout.BlockSize);
        _length = 0;
        int count;
        do
        {
            count = RandomAccess.Read(handle, _bytes.AsSpan(_length), _start + _length);
            _length += count;
        }
        while (count > 0 && _length < _bytes.Length);
    }
}
