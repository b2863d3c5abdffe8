namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// Memory for the bytes of many records: one array after the other, shared by the records that were copied into it. An array lives as long as one of its records does.
/// Belongs to the poll thread; what was handed out never changes.
/// </summary>
internal sealed class Slabs
{
    // Below the 85,000 bytes from which the runtime keeps arrays in the large object heap, where they would die late.
    public const int Size = 64 * 1024;

    // A record that would waste much of a slab's rest has an array of its own.
    private const int Largest = Size / 4;

    private byte[] _current = [];
    private int _used;

    /// <summary>Room for so many bytes: at the returned index of the current array, or in an array of its own.</summary>
    public byte[] Reserve(int length, out int start)
    {
        start = 0;
        if (length > Largest)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        if (_used + length > _current.Length)
        {
            _current = GC.AllocateUninitializedArray<byte>(Size);
            _used = 0;
        }

        start = length == 0 ? 0 : _used;
        _used += length;
        return _current;
    }
}
