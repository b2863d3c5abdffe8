using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Reads what a dead letter says of itself.</summary>
internal static class Letters
{
    /// <summary>The text of a header; null when the letter has none of that name. Two of one name fail the test.</summary>
    public static string? Header(this ConsumeResult<byte[], byte[]> letter, string name) =>
        letter.Message.Headers.SingleOrDefault(header => header.Key == name)?.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The value as text.</summary>
    public static string Text(this ConsumeResult<byte[], byte[]> letter) => Encoding.UTF8.GetString(letter.Message.Value);

    /// <summary>The offset that the letter's message had in its source.</summary>
    public static long SourceOffset(this ConsumeResult<byte[], byte[]> letter) => long.Parse(letter.Header("dlq.source.offset")!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The partition that the letter's message had in its source.</summary>
    public static int SourcePartition(this ConsumeResult<byte[], byte[]> letter) => int.Parse(letter.Header("dlq.source.partition")!, System.Globalization.CultureInfo.InvariantCulture);
}
