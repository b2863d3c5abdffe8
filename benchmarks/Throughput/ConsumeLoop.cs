using Confluent.Kafka;
using Kafka.Dlq.Benchmarks.Broker;
using Kafka.Dlq.Benchmarks.Measuring;
using System.Text.Json;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>The loop around <c>IConsumer.Consume</c> that one would write by hand.</summary>
internal static class ConsumeLoop
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    public static void Read(ThroughputJob job, Gauge gauge, bool isTuned)
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic.Name, isTuned);
        Tally tally = gauge.Open(job.Topic.Records);
        while (!gauge.IsFinished)
        {
            if (consumer.Consume(Idle) is not null)
            {
                tally.Add(1);
            }
        }

        consumer.Close();
    }

    public static void ReadJson(ThroughputJob job, Gauge gauge)
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Subscribe(job.Member, job.Topic.Name);
        Tally tally = gauge.Open(job.Topic.Records);
        while (!gauge.IsFinished)
        {
            if (consumer.Consume(Idle) is { } result && JsonSerializer.Deserialize(result.Message.Value, OrderJson.Default.Order) is not null)
            {
                tally.Add(1);
            }
        }

        consumer.Close();
    }
}
