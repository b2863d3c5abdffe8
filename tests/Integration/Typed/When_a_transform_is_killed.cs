using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Typed;

/// <summary>No message of a transform is marked before all its outputs are acknowledged: a process that is killed, again and again, doubles outputs and loses none.</summary>
public sealed class When_a_transform_is_killed(KafkaBroker broker)
{
    private const int Count = 900;
    private const int Partitions = 3;

    // How many messages each process has transformed when it is killed: within its first batch, between batches, and further on.
    private static readonly int[] KilledAt = [1, 40, 301, 130, 60, 305];

    [Fact]
    public async Task Should_never_have_marked_a_message_without_its_outputs()
    {
        string topic = await broker.CreateTopicAsync(partitions: Partitions);
        string[] outputs = [await broker.CreateTopicAsync(role: "first"), await broker.CreateTopicAsync(role: "second")];
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, Count, number => new Message<byte[], byte[]> { Key = Key(number), Value = Encoding.UTF8.GetBytes($"{number}") }, number => number % Partitions);

        foreach (int made in KilledAt)
        {
            using ChildProcess process = Start(topic, outputs, group);
            await process.WritesAsync(output => output.Split("made ").Length > made);
            await process.SignalAsync("KILL");
            await process.EndAsync();

            await CheckAsync(topic, outputs, group);
        }

        using ChildProcess last = Start(topic, outputs, group);
        for (int partition = 0; partition < Partitions; partition++)
        {
            await Committed.BecomesAsync(broker, group, topic, Count / Partitions, partition);
        }

        await last.SignalAsync("TERM");
        Assert.Equal(0, await last.EndAsync());
        await CheckAsync(topic, outputs, group);
        foreach (string output in outputs)
        {
            // Kills in the middle of batches doubled some; in each partition the outputs still end in the order of their messages.
            IReadOnlyList<ConsumeResult<byte[], byte[]>> records = await TopicReader.ReadAllAsync(broker, output);
            Assert.Equal(Count, records.Select(Number).Distinct().Count());
            Assert.All(
                records.GroupBy(record => Number(record) % Partitions),
                partition => Assert.Equal(partition.Select(Number).Distinct().Order(), partition.Reverse().Select(Number).Distinct().Reverse()));
        }
    }

    private ChildProcess Start(string topic, string[] outputs, string group) =>
        // A static member that comes back has its partitions at once, instead of after the session timeout of the one that was killed.
        ChildProcess.Start(broker.BootstrapServers, group, topic, "transform", $"own.first={outputs[0]}", $"own.second={outputs[1]}", "group.instance.id=one");

    private async Task CheckAsync(string topic, string[] outputs, string group)
    {
        foreach (string output in outputs)
        {
            HashSet<int> written = [.. (await TopicReader.ReadAllAsync(broker, output)).Select(Number)];
            for (int partition = 0; partition < Partitions; partition++)
            {
                long committed = await Committed.OffsetAsync(broker, group, topic, partition) ?? 0;
                Assert.Equal([], Enumerable.Range(0, (int)committed).Select(offset => (offset * Partitions) + partition).Except(written));
            }
        }
    }

    private static byte[] Key(int number) => Encoding.UTF8.GetBytes($"{number % Partitions}");

    private static int Number(ConsumeResult<byte[], byte[]> record) => int.Parse(record.Text(), CultureInfo.InvariantCulture);
}
