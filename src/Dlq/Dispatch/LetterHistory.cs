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
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly LetterHistory None = new(0, null);

    /// <summary>For a message of a retry topic: where it was read before it came to the first of them; for a letter, where its message was read. Null for any other.</summary>
    public TopicPartitionOffset? Source { get; private init; }

    /// <summary>The timestamp of the record at <see cref="Source"/>, as it was written down.</summary>
    public string? SourceTimestamp { get; private init; }

    /// <summary>How often a message of a retry topic was run before.</summary>
    public int Attempts { get; private init; }

    /// <summary>When a message of a retry topic failed first.</summary>
    public DateTimeOffset? FirstFailedAt { get; private init; }

    /// <summary>The index of the header that tells when a message of a retry topic is due, which the framework added.</summary>
    public int? AddedHeader { get; private init; }

    /// <summary>Reads the headers of a letter's message.</summary>
    public static LetterHistory Of(DeadLetter letter) => letter.IsFromRetryTopic ? ReadRetried(letter.Message.Headers) : Read(letter.Message.Headers);

    /// <summary>Reads the headers of a message as <see cref="Read"/> does; in a retry topic it is the letter to be, of the source that it names.</summary>
    public static LetterHistory ReadRetried(Headers headers)
    {
        int dueAt = LastIndexOf(headers, DeadLetterHeaders.DueAt);
        if (dueAt < 0 || Last(headers) is not { } last || ReadSource(last) is null)
        {
            return Read(headers);
        }

        return ReadWritten(headers) with
        {
            AddedHeader = dueAt,
            SourceTimestamp = last.GetValueOrDefault(DeadLetterHeaders.SourceTimestamp) is { } written ? Encoding.UTF8.GetString(written) : null,
            Attempts = (int)Math.Min(Number(last, DeadLetterHeaders.Attempts) ?? 0, int.MaxValue / 2),
            FirstFailedAt = Time(last, DeadLetterHeaders.FirstFailedAt),
        };
    }

    /// <summary>Reads the headers of a letter itself, which tell its own depth and source.</summary>
    public static LetterHistory ReadWritten(Headers headers) => Last(headers) is { } last ? new LetterHistory(Math.Max(0, ReadDepth(last) - 1), ReadOrigin(last)) { Source = ReadSource(last) } : None;

    /// <summary>Reads the headers. They may have been written by anybody, so whatever cannot be read counts as absent and nothing throws.</summary>
    public static LetterHistory Read(Headers headers) => Last(headers) is { } last ? new LetterHistory(ReadDepth(last), ReadOrigin(last)) : None;

    private static int LastIndexOf(Headers headers, string name)
    {
        int index = headers.Count - 1;
        while (index >= 0 && headers[index].Key != name)
        {
            index--;
        }

        return index;
    }

    private static Dictionary<string, byte[]?>? Last(Headers headers)
    {
        Dictionary<string, byte[]?>? last = null;
        for (int i = 0; i < headers.Count; i++)
        {
            if (DeadLetterHeaders.IsOwned(headers[i].Key))
            {
                (last ??= [])[headers[i].Key] = headers[i].GetValueBytes();
            }
        }

        return last;
    }

    private static int ReadDepth(Dictionary<string, byte[]?> headers) =>
        // The largest number has no successor.
        Number(headers, DeadLetterHeaders.Depth) is { } depth ? (int)Math.Min(depth, int.MaxValue - 1) : 0;

    private static TopicPartitionOffset? ReadOrigin(Dictionary<string, byte[]?> headers) =>
        Position(headers, DeadLetterHeaders.OriginTopic, DeadLetterHeaders.OriginPartition, DeadLetterHeaders.OriginOffset)
        ?? ReadSource(headers);

    private static TopicPartitionOffset? ReadSource(Dictionary<string, byte[]?> headers) =>
        Position(headers, DeadLetterHeaders.SourceTopic, DeadLetterHeaders.SourcePartition, DeadLetterHeaders.SourceOffset);

    private static TopicPartitionOffset? Position(Dictionary<string, byte[]?> headers, string topic, string partition, string offset) =>
        headers.GetValueOrDefault(topic) is { } name
        && Encoding.UTF8.GetString(name) is { } text
        && TopicNames.IsLegal(text)
        && Number(headers, partition) is { } number and <= int.MaxValue
        && Number(headers, offset) is { } at
            ? new TopicPartitionOffset(text, (int)number, at)
            : null;

    private static DateTimeOffset? Time(Dictionary<string, byte[]?> headers, string name) =>
        headers.GetValueOrDefault(name) is { } value && DateTimeOffset.TryParseExact(Encoding.UTF8.GetString(value), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    private static long? Number(Dictionary<string, byte[]?> headers, string name) =>
        long.TryParse(headers.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
