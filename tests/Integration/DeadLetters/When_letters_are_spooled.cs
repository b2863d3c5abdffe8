using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>
/// The cluster of the dead letters is away: letters go to local files and the partition goes on. The process is killed twice meanwhile. When the cluster comes, every letter is there,
/// in the order of its partition, and one that came twice has the same id.
/// </summary>
public sealed class When_letters_are_spooled(KafkaBroker broker) : IDisposable
{
    private const int Batch = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-spool-");

    [Fact]
    public async Task Should_deliver_all_of_them_in_order_although_the_process_was_killed_twice()
    {
        await using OwnCluster cluster = OwnCluster.Prepare();
        string letters = KafkaBroker.NewName("dlq");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string group = KafkaBroker.NewName("group");
        for (int life = 0; life < 2; life++)
        {
            await TopicWriter.WriteAsync(broker, topic, count: Batch * 2, partitions: 2);
            using ChildProcess process = Start(group, topic, letters, cluster);
            int offset = ((life + 1) * Batch) - 1;
            await process.WritesAsync($"spooled {topic}/0/{offset}");
            await process.WritesAsync($"spooled {topic}/1/{offset}");
            await process.SignalAsync("KILL");
            await process.EndAsync();
        }

        await cluster.StartAsync();
        await cluster.CreateTopicAsync(letters, partitions: 2);
        using (ChildProcess last = Start(group, topic, letters, cluster))
        {
            await TopicWriter.WriteAsync(broker, topic, count: Batch * 2, partitions: 2);
            await Eventually.BecomesTrueAsync(async () => (await ReadAsync(cluster, letters)).Count == Batch * 6, TimeSpan.FromSeconds(90), () => $"not all letters came: {last.Output}");
            await last.SignalAsync("TERM");
            Assert.Equal(0, await last.EndAsync());
        }

        foreach (int partition in (int[])[0, 1])
        {
            // By the first coming of each: what was delivered just before a kill, or spooled and not yet committed, may come again.
            IEnumerable<long> offsets = (await ReadAsync(cluster, letters)).Where(letter => letter.SourcePartition() == partition).Select(letter => letter.SourceOffset());
            Assert.Equal(Enumerable.Range(0, Batch * 3).Select(offset => (long)offset), offsets);
            await Committed.BecomesAsync(broker, group, topic, expected: Batch * 3, partition: partition);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ChildProcess Start(string group, string topic, string letters, OwnCluster cluster) => ChildProcess.Start(
        broker.BootstrapServers, group, topic, "spool", $"own.topic={letters}", $"own.servers={cluster.BootstrapServers}", $"own.directory={_folder.FullName}", "session.timeout.ms=6000");

    private static async Task<List<ConsumeResult<byte[], byte[]>>> ReadAsync(OwnCluster cluster, string letters) =>
        [.. (await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters)).DistinctBy(letter => letter.Header("dlq.id"))];
}
