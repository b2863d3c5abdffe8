using Confluent.Kafka;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>In which order letters lie in their topic.</summary>
/// <param name="Letters">How many there are, equal <c>dlq.id</c> counted once.</param>
/// <param name="Inversions">How many came first behind a letter of a higher offset of their source partition.</param>
internal sealed record LetterOrder(long Letters, long Inversions)
{
    /// <summary>Reads the dead letter topic to its end.</summary>
    public static LetterOrder Of(CampaignTopics topics)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Dictionary<string, long> highest = new(StringComparer.Ordinal);
        long inversions = 0;
        foreach (ConsumeResult<byte[]?, byte[]?> letter in TopicScan.Read(topics.BootstrapServers, topics.Letters).Where(letter => seen.Add(Text(letter, "dlq.id"))))
        {
            // Letters keep the partition of their source, so each source partition is read in the order in which it lies there.
            string partition = Text(letter, "dlq.source.partition");
            long offset = long.Parse(Text(letter, "dlq.source.offset"), CultureInfo.InvariantCulture);
            inversions += offset < highest.GetValueOrDefault(partition, -1) ? 1 : 0;
            highest[partition] = Math.Max(offset, highest.GetValueOrDefault(partition, -1));
        }

        return new LetterOrder(seen.Count, inversions);
    }

    private static string Text(ConsumeResult<byte[]?, byte[]?> letter, string header) => Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes(header));
}
