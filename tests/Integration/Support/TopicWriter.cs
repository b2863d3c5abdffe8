using Confluent.Kafka;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Writes the records of a test and waits for their acknowledgements. Records of one partition keep their order.</summary>
public static class TopicWriter
{
    /// <summary>Writes records whose value is their number ("0", "1", ...), without key and headers, in turn over the partitions.</summary>
    public static Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(KafkaBroker broker, string topic, int count, int partitions = 1) =>
        WriteAsync(broker, topic, count, Numbered, partitionOf: number => number % partitions);

    /// <summary>Writes records that the test makes.</summary>
    /// <param name="record">The record of a number from 0 to <paramref name="count"/> - 1. A null value is a tombstone.</param>
    /// <param name="partitionOf">The partition of a number; default: partition 0.</param>
    /// <returns>Where each record went, by number.</returns>
    public static Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(
        KafkaBroker broker, string topic, int count, Func<int, Message<byte[], byte[]>> record, Func<int, int>? partitionOf = null) =>
        WriteAsync(broker.BootstrapServers, topic, count, record, partitionOf);

    /// <inheritdoc cref="WriteAsync(KafkaBroker, string, int, Func{int, Message{byte[], byte[]}}, Func{int, int}?)"/>
    public static async Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(
        string bootstrapServers, string topic, int count, Func<int, Message<byte[], byte[]>> record, Func<int, int>? partitionOf = null)
    {
        using IProducer<byte[], byte[]> producer = PlainClients.Producer(bootstrapServers);
        List<Task<DeliveryResult<byte[], byte[]>>> written = [];
        for (int number = 0; number < count; number++)
        {
            TopicPartition target = new(topic, partitionOf?.Invoke(number) ?? 0);
            written.Add(producer.ProduceAsync(target, record(number), TestContext.Current.CancellationToken));
        }

        DeliveryResult<byte[], byte[]>[] acknowledged = await Task.WhenAll(written);
        return [.. acknowledged.Select(delivery => delivery.TopicPartitionOffset)];
    }

    private static Message<byte[], byte[]> Numbered(int number) => new() { Value = Encoding.UTF8.GetBytes($"{number}") };
}
