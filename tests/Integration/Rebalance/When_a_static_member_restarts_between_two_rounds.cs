using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>
/// A cooperative rebalance moves partitions in two rounds (KIP-429). A static member (KIP-345) that dies between them and is back within its session has nothing to give up any more,
/// so nobody would begin the second round, and the partitions that were to move would belong to no one for as long as the group stays as it is.
/// </summary>
public sealed class When_a_static_member_restarts_between_two_rounds(KafkaBroker broker)
{
    private const int Partitions = 4;
    private const int Tries = 5;

    [Fact]
    public async Task Should_see_to_it_that_all_partitions_have_an_owner()
    {
        broker.RequireRealBroker("takes a classic member that comes back under its name for a new one");
        int tries = Tries;
        while (!await TryAsync())
        {
            Assert.True(--tries > 0, $"In none of {Tries} tries was the member killed between two rounds.");
        }
    }

    /// <returns>False when the second round came before the kill, so that there was nothing to be seen to.</returns>
    private async Task<bool> TryAsync()
    {
        string topic = await broker.CreateTopicAsync(Partitions);
        await using Scenario scenario = new(broker);
        using ChildProcess dies = ChildProcess.Start(broker.BootstrapServers, scenario.Group, topic, "hold", "group.instance.id=one", "session.timeout.ms=40000");
        await dies.WritesAsync("rebalance.partitions_assigned");

        // The client begins a round a second after the one before at the earliest: there is time to kill it, unless the machine is busy.
        Member joins = await JoinAsync(scenario, topic, "two");
        await scenario.BecomesTrueAsync(() => joins.EventsOf<PartitionsAssigned>().Count == 1, () => "the new member is not told of the first round");
        await dies.SignalAsync("KILL");
        await dies.EndAsync();
        if (joins.Partitions.Count > 0)
        {
            await scenario.StopAsync();
            return false;
        }

        Member restarted = await JoinAsync(scenario, topic, "one");
        await scenario.BecomesTrueAsync(
            () => joins.Partitions.Count + restarted.Partitions.Count == Partitions,
            () => $"partitions without an owner: the members have {joins.Partitions.Count} and {restarted.Partitions.Count} of {Partitions}");
        await TopicWriter.WriteAsync(broker, topic, count: 3 * Partitions, Partitions);
        await scenario.HandlesAsync(3 * Partitions);
        await scenario.StopAsync();
        return true;
    }

    private static Task<Member> JoinAsync(Scenario scenario, string topic, string name) => scenario.JoinAsync(
        draw => draw.Topic(topic, route => route.Consumer<Counts>()),
        options =>
        {
            options.Kafka["session.timeout.ms"] = "40000";
            options.Kafka["group.instance.id"] = name;
        });

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
