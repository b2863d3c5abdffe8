using Confluent.Kafka;
using System.Buffers.Binary;
using System.Text;

namespace Kafka.Dlq.Instrumentation;

/// <summary>
/// The headers of one record as bytes, in which they wait until somebody reads them: their number, and for each the lengths and bytes of its name and value.
/// Reused from record to record; not safe to use from two threads at once.
/// </summary>
public sealed class HeaderBuffer
{
    private const int Number = sizeof(int);
    private const int Null = -1;

    private byte[] _bytes = new byte[256];
    private int _length = Number;
    private int _count;

    /// <summary>The headers added since the last <see cref="Clear"/>. Valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Whether a header was added since the last <see cref="Clear"/>.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Reads headers back into objects.</summary>
    /// <param name="bytes">What <see cref="Written"/> gave, with anything behind it.</param>
    public static Headers Read(ReadOnlySpan<byte> bytes)
    {
        Headers headers = [];
        int count = TakeNumber(ref bytes);
        for (int index = 0; index < count; index++)
        {
            string name = Encoding.UTF8.GetString(Take(ref bytes, TakeNumber(ref bytes)));
            int length = TakeNumber(ref bytes);
            headers.Add(name, length == Null ? null : Take(ref bytes, length).ToArray());
        }

        return headers;
    }

    /// <summary>Forgets all headers.</summary>
    public void Clear()
    {
        _length = Number;
        _count = 0;
        _bytes.AsSpan(0, Number).Clear();
    }

    /// <summary>Adds a header.</summary>
    /// <param name="name">Its name in UTF-8.</param>
    /// <param name="value">Its value; without meaning when there is none.</param>
    /// <param name="isNull">Whether it has no value, which is not the same as an empty one.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNull)
    {
        Grow(Number + name.Length + Number + value.Length);
        Put(name.Length);
        Put(name);
        Put(isNull ? Null : value.Length);
        Put(isNull ? default : value);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, ++_count);
    }

    private void Grow(int needed)
    {
        if (_length + needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + needed));
        }
    }

    private void Put(int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), number);
        _length += Number;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private static int TakeNumber(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, Number));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        ReadOnlySpan<byte> taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }
}
