using Confluent.Kafka;
using System.Buffers.Binary;
using System.Text;

namespace Kafka.Dlq.Files.Format;

/// <summary>Reads an entry back from its bytes, one field after the other. Key and value are parts of one array, which is made for each entry.</summary>
internal ref struct EntryReader
{
    private readonly byte[] _bytes;
    private int _at;

    private EntryReader(byte[] bytes) => _bytes = bytes;

    public static long Ticks(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64LittleEndian(entry);

    /// <summary>Reads an entry whose checksums were right.</summary>
    /// <exception cref="InvalidDataException">It was written by a version that is not known here.</exception>
    public static DeadLetterEntry Read(ReadOnlySpan<byte> entry)
    {
        EntryReader reader = new(entry.ToArray()) { _at = sizeof(long) };
        byte version = reader.TakeByte();
        return version == EntryWriter.Version
            ? reader.TakeEntry()
            : throw new InvalidDataException($"A dead letter entry has version {version}, and version {EntryWriter.Version} is understood. Read it with the release of Kafka.Dlq that wrote it.");
    }

    private DeadLetterEntry TakeEntry() => new()
    {
        ComponentType = TakeText(),
        ComponentId = TakeText(),
        Reason = TakeText(),
        Source = TakeSource(),
        Timestamp = TakeTimestamp(),
        Key = TakeBytes(),
        Value = TakeBytes(),
        Headers = TakeHeaders(),
    };

    private TopicPartitionOffset? TakeSource()
    {
        string? topic = TakeText();
        int partition = TakeNumber();
        long offset = TakeLong();
        return topic is null ? null : new TopicPartitionOffset(topic, partition, offset);
    }

    private Timestamp TakeTimestamp()
    {
        TimestampType type = (TimestampType)TakeByte();
        return new Timestamp(TakeLong(), type);
    }

    private Headers? TakeHeaders()
    {
        int count = TakeNumber();
        if (count == EntryWriter.Null)
        {
            return null;
        }

        Headers headers = [];
        for (int index = 0; index < count; index++)
        {
            headers.Add(TakeText() ?? string.Empty, TakeBytes()?.ToArray());
        }

        return headers;
    }

    private string? TakeText() => TakeBytes() is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private ReadOnlyMemory<byte>? TakeBytes()
    {
        int length = TakeNumber();
        if (length == EntryWriter.Null)
        {
            return null;
        }

        ReadOnlyMemory<byte> bytes = _bytes.AsMemory(_at, length);
        _at += length;
        return bytes;
    }

    private byte TakeByte() => _bytes[_at++];

    private int TakeNumber()
    {
        int number = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_at));
        _at += sizeof(int);
        return number;
    }

    private long TakeLong()
    {
        long number = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(_at));
        _at += sizeof(long);
        return number;
    }
}
