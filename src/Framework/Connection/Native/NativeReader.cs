using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>Makes messages of native records. Everything is copied: the native record may be destroyed when the call returns.</summary>
internal sealed unsafe class NativeReader(TopicLookup topics)
{
    private readonly Slabs _slabs = new();
    private readonly Dictionary<nint, (string Name, RoutedTopic Topic)> _topics = [];

    /// <summary>Forgets which native topic is which: after a rebalance their addresses may be used anew.</summary>
    public void ForgetTopics() => _topics.Clear();

    public Message Read(NativeMessage* message)
    {
        (string name, RoutedTopic topic) = Find(message->Topic);
        RecordData data = new(
            new TopicPartitionOffset(name, message->Partition, message->Offset),
            ReadTimestamp(message),
            ReadLeaderEpoch(message),
            message->Key is null ? null : (ReadOnlyMemory<byte>?)_slabs.Copy(message->Key, message->KeyLength),
            message->Payload is null ? null : (ReadOnlyMemory<byte>?)_slabs.Copy(message->Payload, message->PayloadLength),
            ReadHeaders(message));
        return topic.Format.Create(data);
    }

    public static string NameOf(nint topic) => Marshal.PtrToStringUTF8(NativeApi.TopicName(topic))!;

    private (string Name, RoutedTopic Topic) Find(nint topic)
    {
        if (!_topics.TryGetValue(topic, out (string Name, RoutedTopic Topic) found))
        {
            string name = NameOf(topic);
            found = (name, topics.Find(name));
            _topics[topic] = found;
        }

        return found;
    }

    private static Timestamp ReadTimestamp(NativeMessage* message)
    {
        int type;
        long milliseconds = NativeApi.Timestamp(message, &type);
        return new Timestamp(milliseconds, (TimestampType)type);
    }

    private static int? ReadLeaderEpoch(NativeMessage* message) => NativeApi.LeaderEpoch(message) is >= 0 and int epoch ? epoch : null;

    private static Headers? ReadHeaders(NativeMessage* message)
    {
        nint native;
        if (NativeApi.Headers(message, &native) != (int)ErrorCode.NoError)
        {
            return null;
        }

        Headers headers = [];
        byte* name;
        byte* value;
        nuint length;
        for (nuint index = 0; NativeApi.Header(native, index, &name, &value, &length) == (int)ErrorCode.NoError; index++)
        {
            headers.Add(Marshal.PtrToStringUTF8((nint)name)!, value is null ? null : new ReadOnlySpan<byte>(value, checked((int)length)).ToArray());
        }

        return headers;
    }
}
