using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The message of a letter that lay in the spool, for whoever is told of it.</summary>
internal sealed class SpooledMessage(TopicPartitionOffset source, Message<byte[]?, byte[]?> record)
    : KafkaRecord(source, record.Timestamp, null, Bytes(record.Key), Bytes(record.Value), record.Headers)
{
    private static ReadOnlyMemory<byte>? Bytes(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;
}
