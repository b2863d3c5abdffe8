namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// Memory for the bytes of many records: one array after the other, shared by the records that were copied into it. An array lives as long as one of its records does.
/// Belongs to the poll thread; what was handed out never changes.
/// </summary>
internal sealed class Slabs
{
    // Below the 85,000 bytes from which the runtime keeps arrays in the large object heap, where they would die late.
    private const int Size = 64 * 1024;

    // A record that would waste much of a slab's rest has an array of its own.
    private const int Largest = Size / 4;

    private byte[] _current = [];
    private int _used;

    public unsafe ReadOnlyMemory<byte> Copy(byte* bytes, nuint length)
    {
        ReadOnlySpan<byte> source = new(bytes, checked((int)length));
        if (source.Length > Largest)
        {
            return source.ToArray();
        }

        if (_used + source.Length > _current.Length)
        {
            _current = GC.AllocateUninitializedArray<byte>(Size);
            _used = 0;
        }

        Memory<byte> target = _current.AsMemory(_used, source.Length);
        source.CopyTo(target.Span);
        _used += source.Length;
        return target;
    }
}
