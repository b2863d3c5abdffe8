using Confluent.Kafka;
using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>librdkafka's own batches, without a framework and without objects: the ceiling of what can be reached over this client.</summary>
internal static unsafe class BareNative
{
    private const int Size = 1_000;
    private const int IdleMilliseconds = 100;

    public static void Read(ThroughputJob job, Gauge gauge)
    {
        ConsumerConfig config = new() { BootstrapServers = job.Member.Brokers, GroupId = job.Member.Group, AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false, EnableAutoOffsetStore = false };
        config.Set("fetch.queue.backoff.ms", "10");
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Subscribe(job.Topic.Name);
        nint queue = NativeApi.ConsumerQueue(NativeApi.HandleOf(consumer));
        try
        {
            Read(queue, gauge.Open(job.Topic.Records), gauge);
        }
        finally
        {
            NativeApi.DestroyQueue(queue);
        }

        consumer.Close();
    }

    private static void Read(nint queue, Tally tally, Gauge gauge)
    {
        NativeMessage** messages = stackalloc NativeMessage*[Size];
        while (!gauge.IsFinished)
        {
            // The call waits until the array is full or the time is over: so it waits for one record only, and then takes what is there.
            if (NativeApi.ConsumeBatch(queue, IdleMilliseconds, messages, 1) > 0)
            {
                int more = (int)NativeApi.ConsumeBatch(queue, 0, messages + 1, Size - 1);
                tally.Add(Take(messages, 1 + more));
            }
        }
    }

    private static int Take(NativeMessage** messages, int count)
    {
        int records = 0;
        for (int i = 0; i < count; i++)
        {
            if (messages[i]->ErrorCode == 0 && messages[i]->PayloadLength > 0)
            {
                records++;
            }

            NativeApi.Destroy(messages[i]);
        }

        return records;
    }
}
