namespace Kafka.Dlq.DeadLetters;

/// <summary>A rejected record as the message that its letter is written of: what was rejected stands in place of the message's value.</summary>
internal sealed class RejectedMessage(KafkaRecord message, ReadOnlyMemory<byte>? value)
    : KafkaRecord(message.TopicPartitionOffset, message.Timestamp, message.LeaderEpoch, message.HasKey ? message.Key : default(ReadOnlyMemory<byte>?), value, message.Headers)
{
    /// <summary>The record's value in a format.</summary>
    public static ReadOnlyMemory<byte>? ValueOf(RejectedRecord rejected, RejectedFormat format, DeadLetterOptions options) => format == RejectedFormat.Envelope
        ? RejectEnvelope.Write(rejected, rejected.Queue?.Letter?.Redact ?? options.Redact)
        : rejected.Body.Bytes;
}
