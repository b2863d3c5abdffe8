using Confluent.Kafka;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>Consumers that ours is compared with.</summary>
internal static class PlainClients
{
    /// <summary>A consumer with the client's default settings; the tuned one looks for room in its queue every 10 ms instead of every second, as ours does.</summary>
    public static IConsumer<byte[], byte[]> Subscribe(Member member, string topic, bool isTuned = true)
    {
        ConsumerConfig config = new() { BootstrapServers = member.Brokers, GroupId = member.Group, AutoOffsetReset = AutoOffsetReset.Earliest };
        if (isTuned)
        {
            config.Set("fetch.queue.backoff.ms", "10");
        }

        IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Subscribe(topic);
        return consumer;
    }
}
