using Confluent.Kafka;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>What the broker knows of a group's progress.</summary>
public static class Committed
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The committed offset, which is the next one to be handled; null when the group committed nothing for that partition.</summary>
    public static Task<long?> OffsetAsync(KafkaBroker broker, string group, string topic, int partition = 0) => OffsetAsync(broker.BootstrapServers, group, topic, partition);

    /// <summary>Waits until the group has committed an offset; fails the test when another one stands there at the deadline.</summary>
    public static Task BecomesAsync(KafkaBroker broker, string group, string topic, long expected, int partition = 0) =>
        BecomesAsync(broker.BootstrapServers, group, topic, expected, partition);

    /// <inheritdoc cref="BecomesAsync(KafkaBroker, string, string, long, int)"/>
    public static async Task BecomesAsync(string bootstrapServers, string group, string topic, long expected, int partition = 0)
    {
        long? found = null;
        await Eventually.BecomesTrueAsync(
            async () => (found = await OffsetAsync(bootstrapServers, group, topic, partition)) == expected,
            Deadline,
            () => $"group {group} committed {found?.ToString() ?? "nothing"} for {topic}/{partition}, expected {expected}");
    }

    /// <inheritdoc cref="OffsetAsync(KafkaBroker, string, string, int)"/>
    public static Task<long?> OffsetAsync(string bootstrapServers, string group, string topic, int partition) => Task.Run<long?>(() =>
    {
        using IConsumer<byte[], byte[]> consumer = PlainClients.Consumer(bootstrapServers, group);
        Offset offset = consumer.Committed([new TopicPartition(topic, partition)], Deadline).Single().Offset;
        return offset == Offset.Unset ? null : offset.Value;
    });
}
