using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Messages as a test needs them.</summary>
internal static class Records
{
    public static MessageFormat Plain { get; } = new(null, null);

    public static Message At(long offset, string topic = "orders", int partition = 0, string? payload = "x", string? key = null) =>
        Plain.Create(Data(offset, topic, partition, payload, key));

    public static Message[] From(long first, long last, int partition = 0, string topic = "orders") =>
        [.. Enumerable.Range(0, (int)(last - first + 1)).Select(index => At(first + index, topic, partition))];

    public static RecordData Data(long offset, string topic = "orders", int partition = 0, string? payload = "x", string? key = null) =>
        new(new TopicPartitionOffset(topic, partition, offset), new Timestamp(1_767_225_600_123, TimestampType.CreateTime), 7, Bytes(key), Bytes(payload), null);

    public static ReadOnlyMemory<byte>? Bytes(string? text)
    {
        // Not by ?: with null, which would give empty bytes instead of none.
        if (text is null)
        {
            return null;
        }

        return Encoding.UTF8.GetBytes(text);
    }
}
