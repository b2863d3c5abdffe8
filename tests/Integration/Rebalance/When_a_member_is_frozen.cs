using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>A member that stood still for longer than its session has lost its partitions without a word: when it wakes in the middle of a run, its marks are refused and no offset moves back.</summary>
public sealed class When_a_member_is_frozen(KafkaBroker broker)
{
    private const int Count = 100;
    private static readonly TimeSpan LongerThanSessions = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_refuse_its_marks_when_it_wakes(GroupProtocol protocol)
    {
        if (protocol == GroupProtocol.Classic)
        {
            broker.RequireRealBroker("waits for a classic member that stands still, and gives its partitions to nobody meanwhile");
        }

        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        string[] settings = protocol == GroupProtocol.Consumer ? ["group.protocol=consumer"] : ["session.timeout.ms=6000", "heartbeat.interval.ms=300"];
        using ChildProcess frozen = ChildProcess.Start(broker.BootstrapServers, scenario.Group, topic, "hold", settings);
        await frozen.WritesAsync("holding 5");
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5);

        await frozen.SignalAsync("STOP");
        Member next = await scenario.JoinAsync(draw => draw.Topic(topic, route => route.Consumer<MarksEach>()), options => options.Use(protocol));
        await scenario.BecomesTrueAsync(() => next.Partitions.Count == 1, () => "the partition of the frozen member does not come over", LongerThanSessions);
        await scenario.HandlesAsync(Count - 5);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);

        // It goes on with its run in the moment in which it wakes, before it can know what it missed.
        await frozen.LetGoAsync();
        await frozen.SignalAsync("CONT");
        await frozen.WritesAsync("marked 5 False");
        await frozen.WritesAsync("rebalance.partitions_lost");
        await frozen.SignalAsync("TERM");
        Assert.Equal(0, await frozen.EndAsync());
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(5, Count - 5).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Empty(next.EventsOf<PartitionsLost>());
        Assert.Equal(Count, await Committed.OffsetAsync(broker, scenario.Group, topic));
    }

    private sealed class MarksEach(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
