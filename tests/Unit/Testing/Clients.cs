using Confluent.Kafka;
using Kafka.Dlq.Testing;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Unit.Testing;

/// <summary>Plain Confluent.Kafka clients for tests of the embedded cluster.</summary>
internal static class Clients
{
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    public static EmbeddedKafka StartWith(string topic, int partitions = 1)
    {
        EmbeddedKafka kafka = EmbeddedKafka.Start();
        kafka.CreateTopic(topic, partitions);
        return kafka;
    }

    public static IProducer<byte[], byte[]> Producer(EmbeddedKafka kafka, TimeSpan? patience = null) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            LingerMs = 0,
            MessageTimeoutMs = (int)(patience ?? Deadline).TotalMilliseconds,
            LogConnectionClose = false,
        }).SetLogHandler(Silent).Build();

    public static IConsumer<byte[], byte[]> Consumer(EmbeddedKafka kafka, string group, GroupProtocol protocol = GroupProtocol.Classic)
    {
        ConsumerConfig settings = new()
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = group,
            GroupProtocol = protocol,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        };
        if (protocol == GroupProtocol.Classic)
        {
            // The mock's classic group waits that long, less a second, before it gives a left partition away.
            settings.SessionTimeoutMs = 2000;
            settings.HeartbeatIntervalMs = 500;
        }

        return new ConsumerBuilder<byte[], byte[]>(settings).SetLogHandler(Silent).Build();
    }

    public static async Task WriteAsync(EmbeddedKafka kafka, string topic, int partitions, int recordsPerPartition)
    {
        using IProducer<byte[], byte[]> producer = Producer(kafka);
        IEnumerable<Task> acknowledged =
            from offset in Enumerable.Range(0, recordsPerPartition)
            from partition in Enumerable.Range(0, partitions)
            select producer.ProduceAsync(new TopicPartition(topic, partition), new Message<byte[], byte[]> { Value = [(byte)offset] });
        await Task.WhenAll([.. acknowledged]);
    }

    public static List<ConsumeResult<byte[], byte[]>> Read(IConsumer<byte[], byte[]> consumer, int count)
    {
        long begin = Stopwatch.GetTimestamp();
        List<ConsumeResult<byte[], byte[]>> read = [];
        while (read.Count < count)
        {
            TimeSpan left = Deadline - Stopwatch.GetElapsedTime(begin);
            Assert.True(left > TimeSpan.Zero, $"Read {read.Count} of {count} records within {Deadline}.");
            if (consumer.Consume(left) is { } record)
            {
                read.Add(record);
            }
        }

        return read;
    }

    public static long EndOffset(EmbeddedKafka kafka, string topic)
    {
        using IConsumer<byte[], byte[]> consumer = Consumer(kafka, group: "watermarks");
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), Deadline).High.Value;
    }

    private static void Silent<T>(T client, LogMessage line)
    {
    }
}
