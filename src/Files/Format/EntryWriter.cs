using Confluent.Kafka;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kafka.Dlq.Files.Format;

/// <summary>
/// An entry as bytes: its time (filled in when it is written), the version, component type and id, reason, coordinates, timestamp, key, value, headers. Numbers are little
/// endian; texts are UTF-8; a length of -1 is null.
/// </summary>
internal static class EntryWriter
{
    public const byte Version = 1;
    public const int Null = -1;

    public static void Write(ArrayBufferWriter<byte> target, DeadLetterEntry entry)
    {
        Put(target, 0L);
        Put(target, Version);
        Put(target, entry.ComponentType);
        Put(target, entry.ComponentId);
        Put(target, entry.Reason);
        Put(target, entry.Source?.Topic);
        Put(target, entry.Source?.Partition.Value ?? 0);
        Put(target, entry.Source?.Offset.Value ?? 0L);
        Put(target, (byte)entry.Timestamp.Type);
        Put(target, entry.Timestamp.UnixTimestampMs);
        Put(target, entry.Key);
        Put(target, entry.Value);
        PutHeaders(target, entry.Headers);
    }

    public static void Stamp(Span<byte> entry, long ticks) => BinaryPrimitives.WriteInt64LittleEndian(entry, ticks);

    private static void PutHeaders(ArrayBufferWriter<byte> target, Headers? headers)
    {
        Put(target, headers?.Count ?? Null);
        for (int index = 0; index < headers?.Count; index++)
        {
            Put(target, headers[index].Key);
            Put(target, headers[index].GetValueBytes() is { } value ? new ReadOnlyMemory<byte>(value) : default(ReadOnlyMemory<byte>?));
        }
    }

    private static void Put(ArrayBufferWriter<byte> target, ReadOnlyMemory<byte>? bytes)
    {
        Put(target, bytes?.Length ?? Null);
        target.Write(bytes.GetValueOrDefault().Span);
    }

    private static void Put(ArrayBufferWriter<byte> target, string? text)
    {
        int length = text is null ? Null : Encoding.UTF8.GetByteCount(text);
        Put(target, length);
        if (length > 0)
        {
            target.Advance(Encoding.UTF8.GetBytes(text, target.GetSpan(length)));
        }
    }

    private static void Put(ArrayBufferWriter<byte> target, byte number)
    {
        target.GetSpan(1)[0] = number;
        target.Advance(1);
    }

    private static void Put(ArrayBufferWriter<byte> target, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(sizeof(int)), number);
        target.Advance(sizeof(int));
    }

    private static void Put(ArrayBufferWriter<byte> target, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target.GetSpan(sizeof(long)), number);
        target.Advance(sizeof(long));
    }
}
