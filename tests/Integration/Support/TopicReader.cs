using Confluent.Kafka;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Reads topics as a bystander: without a group, so that it disturbs none.</summary>
public static class TopicReader
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>All records of all partitions, up to the end that the topic has at the call, by partition and offset.</summary>
    /// <param name="deadline">The longest wait; default 30 s. Then the test fails.</param>
    public static Task<IReadOnlyList<ConsumeResult<byte[], byte[]>>> ReadAllAsync(KafkaBroker broker, string topic, TimeSpan? deadline = null) =>
        ReadAllAsync(broker.BootstrapServers, topic, deadline);

    /// <inheritdoc cref="ReadAllAsync(KafkaBroker, string, TimeSpan?)"/>
    public static Task<IReadOnlyList<ConsumeResult<byte[], byte[]>>> ReadAllAsync(string bootstrapServers, string topic, TimeSpan? deadline = null) =>
        Task.Run<IReadOnlyList<ConsumeResult<byte[], byte[]>>>(() => ReadAll(bootstrapServers, topic, deadline ?? DefaultDeadline));

    /// <summary>Waits until a topic holds a number of records and returns all that it holds then.</summary>
    /// <param name="count">The number to wait for; more than that are returned too, so that a test sees records it did not expect.</param>
    /// <param name="deadline">The longest wait; default 30 s. Then the test fails.</param>
    public static async Task<IReadOnlyList<ConsumeResult<byte[], byte[]>>> ReadAtLeastAsync(KafkaBroker broker, string topic, int count, TimeSpan? deadline = null)
    {
        IReadOnlyList<ConsumeResult<byte[], byte[]>> records = [];
        await Eventually.BecomesTrueAsync(
            async () => (records = await ReadAllAsync(broker, topic, deadline)).Count >= count,
            deadline ?? DefaultDeadline,
            () => $"topic {topic} holds {records.Count} records, expected {count}");
        return records;
    }

    private static List<ConsumeResult<byte[], byte[]>> ReadAll(string bootstrapServers, string topic, TimeSpan deadline)
    {
        long begin = Stopwatch.GetTimestamp();
        using IConsumer<byte[], byte[]> consumer = PlainClients.Consumer(bootstrapServers, KafkaBroker.NewName("reader"));
        Dictionary<TopicPartition, WatermarkOffsets> open = OpenPartitions(bootstrapServers, consumer, topic, deadline);
        consumer.Assign(open.Select(partition => new TopicPartitionOffset(partition.Key, partition.Value.Low)));
        List<ConsumeResult<byte[], byte[]>> read = [];
        while (open.Count > 0)
        {
            TimeSpan left = deadline - Stopwatch.GetElapsedTime(begin);
            Assert.True(left > TimeSpan.Zero, $"Read {read.Count} records within {deadline.TotalSeconds:0.#} s; not at the end of {string.Join(", ", open.Keys)}.");
            Take(consumer.Consume(left), open, read);
        }

        return [.. read.OrderBy(record => record.Partition.Value).ThenBy(record => record.Offset.Value)];
    }

    private static Dictionary<TopicPartition, WatermarkOffsets> OpenPartitions(string bootstrapServers, IConsumer<byte[], byte[]> consumer, string topic, TimeSpan deadline)
    {
        using IAdminClient admin = PlainClients.Admin(bootstrapServers);
        TopicMetadata metadata = admin.GetMetadata(topic, deadline).Topics.Single();
        Assert.True(metadata.Error.Code == ErrorCode.NoError, $"Topic {topic} cannot be read: {metadata.Error.Reason}.");
        return metadata.Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId))
            .Select(partition => (partition, Ends: consumer.QueryWatermarkOffsets(partition, deadline)))
            .Where(pair => pair.Ends.High > pair.Ends.Low)
            .ToDictionary(pair => pair.partition, pair => pair.Ends);
    }

    // The last offset of a compacted or transactional partition may hold no record: its end is then told as an event.
    private static void Take(ConsumeResult<byte[], byte[]>? result, Dictionary<TopicPartition, WatermarkOffsets> open, List<ConsumeResult<byte[], byte[]>> read)
    {
        if (result is null || !open.TryGetValue(result.TopicPartition, out WatermarkOffsets? ends))
        {
            return;
        }

        if (!result.IsPartitionEOF && result.Offset < ends.High)
        {
            read.Add(result);
        }

        if (result.IsPartitionEOF || result.Offset + 1 >= ends.High)
        {
            open.Remove(result.TopicPartition);
        }
    }
}
