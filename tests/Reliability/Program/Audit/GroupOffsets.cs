using Confluent.Kafka;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>What the brokers know of a group's progress.</summary>
internal static class GroupOffsets
{
    private static readonly TimeSpan Query = TimeSpan.FromSeconds(30);

    /// <summary>The committed offsets of all partitions; <see cref="Offset.Unset"/> where nothing was committed.</summary>
    public static IReadOnlyList<TopicPartitionOffset> Read(CampaignTopics topics)
    {
        using IConsumer<byte[]?, byte[]?> consumer = PlainClients.Consumer(topics.BootstrapServers, topics.Group);
        return consumer.Committed(PartitionsOf(topics), Query);
    }

    /// <summary>How many records lie behind the committed offsets.</summary>
    public static long Lag(CampaignTopics topics)
    {
        using IConsumer<byte[]?, byte[]?> consumer = PlainClients.Consumer(topics.BootstrapServers, topics.Group);
        return consumer.Committed(PartitionsOf(topics), Query).Sum(committed =>
        {
            WatermarkOffsets ends = consumer.QueryWatermarkOffsets(committed.TopicPartition, Query);
            return ends.High.Value - Math.Max(ends.Low.Value, committed.Offset.Value);
        });
    }

    private static IEnumerable<TopicPartition> PartitionsOf(CampaignTopics topics) =>
        Enumerable.Range(0, topics.Partitions).Select(partition => new TopicPartition(topics.Source, partition));
}
