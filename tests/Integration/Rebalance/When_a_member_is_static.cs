using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>A member with a <c>group.instance.id</c> (KIP-345) that restarts within its session is given its partitions back, and no other member notices.</summary>
public sealed class When_a_member_is_static(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_come_back_to_its_partitions_without_a_rebalance(GroupProtocol protocol)
    {
        if (protocol == GroupProtocol.Classic)
        {
            broker.RequireRealBroker("takes a classic member that comes back under its name for a new one");
        }

        string topic = await broker.CreateTopicAsync(partitions: 4);
        await using Scenario scenario = new(broker);
        Member stays = await JoinAsync(scenario, topic, protocol, "one");
        Member restarts = await JoinAsync(scenario, topic, protocol, "two");
        await scenario.BecomesTrueAsync(() => stays.Partitions.Count == 2 && restarts.Partitions.Count == 2, () => $"the members own {stays.Partitions.Count} and {restarts.Partitions.Count} partitions");
        IReadOnlyList<TopicPartition> before = restarts.Partitions;
        int told = Rebalances(stays);

        await TopicWriter.WriteAsync(broker, topic, count: 8, partitions: 4);
        await scenario.HandlesAsync(8);
        await restarts.StopAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 8, partitions: 4);
        Member restarted = await JoinAsync(scenario, topic, protocol, "two");
        await scenario.HandlesAsync(16);

        Assert.Equal(before, restarted.Partitions);
        Assert.Equal(told, Rebalances(stays));
        await scenario.StopAsync();
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_leave_one_of_two_with_the_same_name_unhealthy(GroupProtocol protocol)
    {
        broker.RequireRealBroker("lets two members use one group.instance.id and refuses neither");
        string topic = await broker.CreateTopicAsync();
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);
        Member first = await JoinAsync(scenario, topic, protocol, "one");
        await scenario.BecomesTrueAsync(() => first.Partitions.Count == 1, () => "the first member is given nothing");

        // The classic protocol hands the name over; under KIP-848 its owner keeps it while it is there.
        Member second = await JoinAsync(scenario, topic, protocol, "one");
        (Member works, Member fails) = protocol == GroupProtocol.Classic ? (second, first) : (first, second);
        await Eventually.BecomesTrueAsync(
            async () => (await fails.HealthAsync()).Status == HealthStatus.Unhealthy, TimeSpan.FromSeconds(30), () => "the member that is shut out calls itself healthy");
        await scenario.BecomesTrueAsync(() => works.Partitions.Count == 1, () => "the other member owns nothing");
        await TopicWriter.WriteAsync(broker, topic, count: 5);
        await scenario.HandlesAsync(5);

        Assert.Contains("failed", (await fails.HealthAsync()).Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await works.HealthAsync()).Status);
        await scenario.StopAsync();
    }

    private static Task<Member> JoinAsync(Scenario scenario, string topic, GroupProtocol protocol, string name) => scenario.JoinAsync(
        draw => draw.Topic(topic, route => route.Consumer<Counts>()),
        options =>
        {
            options.Kafka["session.timeout.ms"] = "20000";
            options.Use(protocol);
            options.Kafka["group.instance.id"] = name;
        });

    private static int Rebalances(Member member) =>
        member.EventsOf<PartitionsAssigned>().Count + member.EventsOf<PartitionsRevoked>().Count + member.EventsOf<PartitionsLost>().Count;

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
