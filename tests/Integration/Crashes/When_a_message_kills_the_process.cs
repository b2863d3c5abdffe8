using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Crashes;

/// <summary>
/// A message that kills the process is found and given up: the process dies once while it is not known which message it was, and as often as <c>CrashGuard</c> allows while that message runs alone.
/// The counts go along with the partition, so any member of the group gives it up; all other messages are handled.
/// </summary>
public sealed class When_a_message_kills_the_process(KafkaBroker broker)
{
    private const int Each = 30;
    private const int Killer = 7;
    private const int MaxCrashes = 2;

    [Fact]
    public async Task Should_give_it_up_after_as_many_crashes_and_handle_all_others()
    {
        broker.RequireRealBroker("takes a classic member that comes back under its name for a new one");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string group = KafkaBroker.NewName("group");
        await TopicWriter.WriteAsync(broker, topic, count: 2 * Each, Record, number => number % 2);
        HashSet<string> handled = [];

        for (int death = 0; death <= MaxCrashes; death++)
        {
            using ChildProcess dies = Start(group, topic, letters, name: "one");
            Assert.NotEqual(0, await dies.EndAsync());
            Assert.Contains($"dies of {topic}/0/{Killer}", dies.Lines);
            handled.UnionWith(Handled(dies));
        }

        // Another member, which learns of the deaths from what was committed.
        using ChildProcess lives = Start(group, topic, letters, name: "two");
        await lives.WritesAsync($"gives up {topic}/0/{Killer} after {MaxCrashes}");
        await Eventually.BecomesTrueAsync(() => handled.Union(Handled(lives)).Count() == (2 * Each) - 1, TimeSpan.FromSeconds(60), () => $"not all were handled: {lives.Output}");
        await Committed.BecomesAsync(broker, group, topic, expected: Each, partition: 0);
        await Committed.BecomesAsync(broker, group, topic, expected: Each, partition: 1);
        await lives.SignalAsync("TERM");
        Assert.Equal(0, await lives.EndAsync());

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal((0, Killer), (letter.SourcePartition(), letter.SourceOffset()));
        Assert.Equal(("crash", $"{MaxCrashes}"), (letter.Header("dlq.error.kind"), letter.Header("dlq.attempts")));
        Assert.Equal("kill", letter.Text());
    }

    private static IEnumerable<string> Handled(ChildProcess process) => process.Lines.Where(line => line.StartsWith("handled ", StringComparison.Ordinal));

    private static Message<byte[], byte[]> Record(int number) => new() { Value = Encoding.UTF8.GetBytes(number == Killer * 2 ? "kill" : $"{number}") };

    private ChildProcess Start(string group, string topic, string letters, string name) => ChildProcess.Start(
        broker.BootstrapServers, group, topic, "kill", $"own.letters={letters}", $"own.max={MaxCrashes}", $"group.instance.id={name}", "session.timeout.ms=6000");
}
