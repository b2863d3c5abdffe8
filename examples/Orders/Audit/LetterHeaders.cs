using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>What the audit reads from a dead letter's headers.</summary>
internal static class LetterHeaders
{
    /// <summary>Where the letter's order was read.</summary>
    public static TopicPartitionOffset Source(Headers headers) => new(
        Text(headers, DeadLetterHeaders.SourceTopic) ?? "",
        int.Parse(Text(headers, DeadLetterHeaders.SourcePartition) ?? "-1", CultureInfo.InvariantCulture),
        long.Parse(Text(headers, DeadLetterHeaders.SourceOffset) ?? "-1", CultureInfo.InvariantCulture));

    /// <summary>Why it is a dead letter: the reason given by hand, or else the kind of error.</summary>
    public static string Reason(Headers headers) => Text(headers, DeadLetterHeaders.Reason) ?? Text(headers, DeadLetterHeaders.ErrorKind) ?? "unknown";

    public static string? Text(Headers headers, string name) => headers.TryGetLastBytes(name, out byte[] value) ? Encoding.UTF8.GetString(value) : null;
}
