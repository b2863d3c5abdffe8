using Confluent.Kafka;
using Kafka.Dlq.Reliability.Work;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Reconciles a campaign's topics with its ledgers. Uses plain clients and the files, nothing of the framework.</summary>
internal static class Auditor
{
    /// <param name="letterCluster">Where the dead letter topic lives, when that is another cluster.</param>
    public static async Task<Balance> StrikeAsync(CampaignTopics topics, IEnumerable<string> ledgers, string? letterCluster = null)
    {
        Reconciliation books = new(topics.Source);
        await Task.Run(() => ReadSource(topics, books));
        await Task.Run(() => ReadLetters(letterCluster ?? topics.BootstrapServers, topics, books));
        foreach (LedgerLine line in ledgers.SelectMany(LedgerFile.Read))
        {
            books.Take(line);
        }

        foreach (TopicPartitionOffset committed in GroupOffsets.Read(topics))
        {
            books[committed.Partition.Value].Committed = Math.Max(0, committed.Offset.Value);
        }

        return books.Strike();
    }

    private static void ReadSource(CampaignTopics topics, Reconciliation books)
    {
        foreach (ConsumeResult<byte[]?, byte[]?> record in TopicScan.Read(topics.BootstrapServers, topics.Source))
        {
            books[record.Partition.Value].Add(WorkRecord.FaultOf(record.Message.Headers) ?? PlantedFault.None, Digest.Of(record.Message));
        }
    }

    private static void ReadLetters(string bootstrapServers, CampaignTopics topics, Reconciliation books)
    {
        foreach (ConsumeResult<byte[]?, byte[]?> letter in TopicScan.Read(bootstrapServers, topics.Letters))
        {
            int partition = int.Parse(Text(letter, "dlq.source.partition"), CultureInfo.InvariantCulture);
            long offset = long.Parse(Text(letter, "dlq.source.offset"), CultureInfo.InvariantCulture);
            books.TakeLetter(partition, offset, Text(letter, "dlq.id"), Digest.Of(letter.Message));
        }
    }

    private static string Text(ConsumeResult<byte[]?, byte[]?> letter, string header) => letter.Message.Headers.TryGetLastBytes(header, out byte[] bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw new InvalidDataException($"The letter {letter.TopicPartitionOffset} has no header {header}: it cannot be brought together with its source.");
}
