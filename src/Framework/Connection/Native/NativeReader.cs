using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>Makes messages of native records. Everything is copied: the native record may be destroyed when the call returns. Belongs to the poll thread.</summary>
internal sealed unsafe class NativeReader(TopicLookup topics)
{
    private readonly RecordWriter _writer = new();
    private readonly HeaderBuffer _headers = new();
    private readonly Dictionary<(nint Topic, int Partition), PartitionSource?> _sources = [];
    private PartitionSource? _last;
    private (nint Topic, int Partition) _lastKey;

    /// <summary>Forgets which native topic is which: after a rebalance their addresses may be used anew.</summary>
    public void ForgetTopics()
    {
        _sources.Clear();
        _last = null;
    }

    /// <summary>Makes a message of a native record; null where its topic has no route.</summary>
    public Message? Read(NativeMessage* message)
    {
        if (Find(message->Topic, message->Partition) is not { } source)
        {
            return null;
        }

        RecordStamp stamp = new(message->Offset, ReadTimestamp(message), NativeApi.LeaderEpoch(message));
        _headers.Clear();
        if (!HeaderPeek.SaysNone(message, stamp.LeaderEpoch))
        {
            ReadHeaders(message);
        }

        RecordBytes bytes = new(Span(message->Key, message->KeyLength), message->Key is not null, Span(message->Payload, message->PayloadLength), message->Payload is not null);
        return _writer.Write(source, stamp, bytes, _headers);
    }

    public static string NameOf(nint topic) => Marshal.PtrToStringUTF8(NativeApi.TopicName(topic))!;

    private PartitionSource? Find(nint topic, int partition)
    {
        // Records come in runs of a partition, of which only the first is looked up.
        if (_last is not null && _lastKey.Topic == topic && _lastKey.Partition == partition)
        {
            return _last;
        }

        _lastKey = (topic, partition);
        if (!_sources.TryGetValue(_lastKey, out _last))
        {
            _last = topics.SourceOf(NameOf(topic), partition);
            _sources[_lastKey] = _last;
        }

        return _last;
    }

    private void ReadHeaders(NativeMessage* message)
    {
        nint native;
        if (NativeApi.Headers(message, &native) != (int)ErrorCode.NoError)
        {
            return;
        }

        byte* name;
        byte* value;
        nuint length;
        for (nuint index = 0; NativeApi.Header(native, index, &name, &value, &length) == (int)ErrorCode.NoError; index++)
        {
            _headers.Add(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), Span(value, length), isNull: value is null);
        }
    }

    private static Timestamp ReadTimestamp(NativeMessage* message)
    {
        int type;
        long milliseconds = NativeApi.Timestamp(message, &type);
        return new Timestamp(milliseconds, (TimestampType)type);
    }

    private static ReadOnlySpan<byte> Span(byte* bytes, nuint length) => bytes is null ? default : new ReadOnlySpan<byte>(bytes, checked((int)length));
}
