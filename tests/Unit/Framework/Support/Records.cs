using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Messages as a test needs them.</summary>
internal static class Records
{
    public static MessageFormat Plain { get; } = new(null, null);

    public static Message At(long offset, string topic = "orders", int partition = 0, string? payload = "x", string? key = null) =>
        Plain.Create(Data(offset, topic, partition, payload, key));

    public static Message[] From(long first, long last, int partition = 0, string topic = "orders")
    {
        // One source, as a client gives them: what comes in one fetch is put into the buffer at once.
        PartitionSource source = new(topic, partition, Plain);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(index => Plain.Create(source, Data(first + index).Data))];
    }

    public static RecordAt Data(long offset, string topic = "orders", int partition = 0, string? payload = "x", string? key = null) =>
        new(topic, partition, new RecordData(Stamp(offset), Bytes(key), Bytes(payload), null));

    public static RecordStamp Stamp(long offset, long timestamp = 1_767_225_600_123) => new(offset, new Timestamp(timestamp, TimestampType.CreateTime), 7);

    public static Message Create(this MessageFormat format, RecordAt record)
    {
        PartitionSource source = new(record.Topic, record.Partition, format);
        return format.Create(source, record.Data);
    }

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
