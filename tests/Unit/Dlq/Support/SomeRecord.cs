using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Unit.Dlq.Support;

/// <summary>A record as a test needs it.</summary>
internal sealed class SomeRecord(TopicPartitionOffset position, Timestamp timestamp, byte[]? key, byte[]? payload, Headers? headers)
    : KafkaRecord(position, timestamp, null, key is null ? default(ReadOnlyMemory<byte>?) : key, payload is null ? default(ReadOnlyMemory<byte>?) : payload, headers)
{
    public static SomeRecord At(long offset, int partition = 0, string topic = "orders", Headers? headers = null) =>
        new(new TopicPartitionOffset(topic, partition, offset), new Timestamp(1_767_225_600_123, TimestampType.CreateTime), [1, 2], [3, 4, 5], headers);
}
