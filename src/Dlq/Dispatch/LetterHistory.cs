using Confluent.Kafka;
using Kafka.Dlq.Routing;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What the headers of a message tell of earlier passes through dead letter topics.</summary>
/// <param name="Depth">How many passes there were; 0 for a message that never was a letter.</param>
/// <param name="Origin">Where it was first read, or null when its headers do not say.</param>
internal sealed record LetterHistory(int Depth, TopicPartitionOffset? Origin)
{
    private static readonly LetterHistory None = new(0, null);

    /// <summary>Reads the headers. They may have been written by anybody, so whatever cannot be read counts as absent and nothing throws.</summary>
    public static LetterHistory Read(Headers headers)
    {
        Dictionary<string, byte[]?>? last = null;
        for (int i = 0; i < headers.Count; i++)
        {
            if (DeadLetterHeaders.IsOwned(headers[i].Key))
            {
                (last ??= [])[headers[i].Key] = headers[i].GetValueBytes();
            }
        }

        return last is null ? None : new LetterHistory(ReadDepth(last), ReadOrigin(last));
    }

    private static int ReadDepth(Dictionary<string, byte[]?> headers) =>
        // The largest number has no successor.
        Number(headers, DeadLetterHeaders.Depth) is { } depth ? (int)Math.Min(depth, int.MaxValue - 1) : 0;

    private static TopicPartitionOffset? ReadOrigin(Dictionary<string, byte[]?> headers) =>
        Position(headers, DeadLetterHeaders.OriginTopic, DeadLetterHeaders.OriginPartition, DeadLetterHeaders.OriginOffset)
        ?? Position(headers, DeadLetterHeaders.SourceTopic, DeadLetterHeaders.SourcePartition, DeadLetterHeaders.SourceOffset);

    private static TopicPartitionOffset? Position(Dictionary<string, byte[]?> headers, string topic, string partition, string offset) =>
        headers.GetValueOrDefault(topic) is { } name
        && Encoding.UTF8.GetString(name) is { } text
        && TopicNames.IsLegal(text)
        && Number(headers, partition) is { } number and <= int.MaxValue
        && Number(headers, offset) is { } at
            ? new TopicPartitionOffset(text, (int)number, at)
            : null;

    private static long? Number(Dictionary<string, byte[]?> headers, string name) =>
        long.TryParse(headers.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
