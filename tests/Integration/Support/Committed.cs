using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>What the broker knows of a group's progress.</summary>
public static class Committed
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The committed offset, which is the next one to be handled; null when the group committed nothing for that partition.</summary>
    public static Task<long?> OffsetAsync(KafkaBroker broker, string group, string topic, int partition = 0) => Task.Run<long?>(() =>
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Consumer(broker.BootstrapServers, group);
        Offset offset = consumer.Committed([new TopicPartition(topic, partition)], Deadline).Single().Offset;
        return offset == Offset.Unset ? null : offset.Value;
    });

    /// <summary>Waits until the group has committed an offset; fails the test when another one stands there at the deadline.</summary>
    public static async Task BecomesAsync(KafkaBroker broker, string group, string topic, long expected, int partition = 0)
    {
        long? found = null;
        await Eventually.BecomesTrueAsync(
            async () => (found = await OffsetAsync(broker, group, topic, partition)) == expected,
            Deadline,
            () => $"group {group} committed {found?.ToString() ?? "nothing"} for {topic}/{partition}, expected {expected}");
    }
}
