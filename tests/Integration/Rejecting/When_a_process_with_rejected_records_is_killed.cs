using Kafka.Dlq.Files;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>A process that is killed with rejected records that no sink has yet loses none: nothing from the first of them on was committed, and the next process rejects them again.</summary>
public sealed class When_a_process_with_rejected_records_is_killed(KafkaBroker broker) : IDisposable
{
    private const int Count = 40;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kafka-dlq-rejected-");

    [Fact]
    public async Task Should_reject_them_again_and_lose_none()
    {
        string topic = await broker.CreateTopicAsync();
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, Count);
        using (ChildProcess killed = Start(group, topic, wait: TimeSpan.FromHours(1)))
        {
            await killed.WritesAsync($"rejected {topic}/0/{Count - 1}");
            await Committed.BecomesAsync(broker, group, topic, expected: 1);
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }

        Assert.Equal(1, await Committed.OffsetAsync(broker, group, topic));
        using (ChildProcess last = Start(group, topic, wait: TimeSpan.Zero))
        {
            await last.WritesAsync($"rejected {topic}/0/{Count - 1}");
            await last.SignalAsync("TERM");
            Assert.Equal(0, await last.EndAsync());
        }

        using DeadLetterFileReader reader = DeadLetterFileReader.Open(new DeadLetterFileReaderOptions { Directory = _folder.FullName, KeepsPosition = false });
        Assert.Equal(Enumerable.Range(1, Count - 1).Select(offset => (long)offset), reader.ReadAvailable().Select(stored => stored.Entry.Source!.Offset.Value));
        await Committed.BecomesAsync(broker, group, topic, expected: Count);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ChildProcess Start(string group, string topic, TimeSpan wait) =>
        ChildProcess.Start(broker.BootstrapServers, group, topic, "reject", $"own.directory={_folder.FullName}", $"own.wait={wait}", "session.timeout.ms=6000");
}
