using Confluent.Kafka;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Reads a topic from its beginning to the end that it has at the call, as a bystander: without a group.</summary>
internal static class TopicScan
{
    private static readonly TimeSpan Query = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">Nothing came for a minute, and the end was not reached.</exception>
    public static IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(string bootstrapServers, string topic)
    {
        using IConsumer<byte[]?, byte[]?> consumer = PlainClients.Consumer(bootstrapServers, $"scan-{Guid.NewGuid():N}");
        Dictionary<TopicPartition, WatermarkOffsets> open = Ends(bootstrapServers, consumer, topic);
        consumer.Assign(open.Select(partition => new TopicPartitionOffset(partition.Key, partition.Value.Low)));
        long heard = Stopwatch.GetTimestamp();
        while (open.Count > 0)
        {
            ConsumeResult<byte[]?, byte[]?>? result = consumer.Consume(TimeSpan.FromSeconds(1));
            if (result is null || !open.TryGetValue(result.TopicPartition, out WatermarkOffsets? ends))
            {
                Check(heard, topic, open.Keys);
                continue;
            }

            heard = Stopwatch.GetTimestamp();
            if (!result.IsPartitionEOF && result.Offset < ends.High)
            {
                yield return result;
            }

            // The end that a reader of what is committed is told may be the beginning of a transaction that is still open.
            if (result.Offset + (result.IsPartitionEOF ? 0 : 1) >= ends.High)
            {
                open.Remove(result.TopicPartition);
            }
        }
    }

    private static Dictionary<TopicPartition, WatermarkOffsets> Ends(string bootstrapServers, IConsumer<byte[]?, byte[]?> consumer, string topic)
    {
        using IAdminClient admin = PlainClients.Admin(bootstrapServers);
        return admin.GetMetadata(topic, Query).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId))
            .Select(partition => (partition, Ends: consumer.QueryWatermarkOffsets(partition, Query)))
            .Where(pair => pair.Ends.High > pair.Ends.Low)
            .ToDictionary(pair => pair.partition, pair => pair.Ends);
    }

    private static void Check(long heard, string topic, IEnumerable<TopicPartition> open)
    {
        if (Stopwatch.GetElapsedTime(heard) > Silence)
        {
            throw new TimeoutException($"Topic {topic} gave nothing for {Silence.TotalSeconds:0} s and these partitions were not read to their ends: {string.Join(", ", open)}.");
        }
    }
}
