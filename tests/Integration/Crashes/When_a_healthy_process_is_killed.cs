using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Crashes;

/// <summary>
/// A process that is killed from outside leaves suspects, which are run one at a time and found to be harmless. One that stops in order leaves none, and neither does one without <c>CrashGuard</c>.
/// </summary>
public sealed class When_a_healthy_process_is_killed(KafkaBroker broker)
{
    private const int Count = 40;
    private const int Holding = 25;

    [Theory]
    [InlineData("KILL", true, true)]
    [InlineData("TERM", true, false)]
    [InlineData("KILL", false, false)]
    public async Task Should_suspect_and_give_up_nothing(string signal, bool isGuarded, bool hasSuspects)
    {
        broker.RequireRealBroker("takes a classic member that comes back under its name for a new one");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: Count, number => new() { Value = Encoding.UTF8.GetBytes(number == Holding ? "hold" : $"{number}") });
        await using Scenario scenario = new(broker);
        scenario.AllowRepeats("what the killed process handled since its last commit comes again, in another process");
        using (ChildProcess process = ChildProcess.Start(
            broker.BootstrapServers, scenario.Group, topic, "kill", [$"own.letters={letters}", "group.instance.id=one", "session.timeout.ms=6000", .. isGuarded ? (string[])["own.max=2"] : []]))
        {
            await process.WritesAsync($"holds at {topic}/0/{Holding}");
            await process.SignalAsync(signal);
            await process.EndAsync();
        }

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<Counts>().DeadLetterQueue(queue => queue.Topic(letters).CrashGuard(maxCrashes: 2))),
            options =>
            {
                options.Kafka["group.instance.id"] = "one";
                options.Kafka["session.timeout.ms"] = "6000";
            });
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
        await scenario.StopAsync();

        Assert.Equal(hasSuspects ? 1 : 0, scenario.EventsOf<CrashSuspected>().Count);
        Assert.Empty(scenario.EventsOf<CrashGivenUp>());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Contains(Holding, scenario.Handled.Offsets(topic));
    }

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
