using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>When a second member joins, runs of partitions that stay go on undisturbed, runs of those that go are told, and every message is marked by exactly one member.</summary>
public sealed class When_a_member_joins_during_a_run(KafkaBroker broker)
{
    private const int Partitions = 4;
    private const int Count = 40;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_disturb_only_the_runs_of_partitions_that_go(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(Partitions);
        await TopicWriter.WriteAsync(broker, topic, Count, Partitions);
        await using Scenario scenario = new(broker);
        if (broker.Kind == BrokerKind.Embedded)
        {
            // A rebalance of the embedded cluster outlasts the tries of the last commit; its offsets are then handled again.
            scenario.AllowErrors(ErrorType.Commit);
            scenario.AllowRepeats("what the revoke could not commit comes again");
        }

        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<HoldsAtTheFourth>());

        Member first = await scenario.JoinAsync(routes, options => options.Use(protocol));
        await scenario.BecomesTrueAsync(() => scenario.Gate.Arrived.Count == Partitions, () => $"{scenario.Gate.Arrived.Count} runs are under way, expected {Partitions}");
        Member second = await scenario.JoinAsync(routes, options => options.Use(protocol));
        await scenario.BecomesTrueAsync(
            () => second.Partitions.Count == Partitions / 2 && scenario.EventsOf<ConsumerRevoked>().Count == Partitions / 2,
            () => $"the members own {first.Partitions.Count} and {second.Partitions.Count} partitions, and {scenario.EventsOf<ConsumerRevoked>().Count} consumers were told");
        IReadOnlyList<TopicPartition> stayed = first.Partitions;

        scenario.Gate.Open();
        await scenario.BecomesTrueAsync(() => scenario.Handled.All.Distinct().Count() == Count, () => $"{scenario.Handled.All.Distinct().Count()} messages handled, expected {Count}");
        await scenario.StopAsync();

        Assert.Equal(Partitions / 2, stayed.Count);
        Assert.Equal(Partitions, first.EventsOf<PartitionsAssigned>().Sum(assigned => assigned.Partitions.Count));
        Assert.All(stayed, partition => Assert.Equal(Count / Partitions, Assert.Single(first.EventsOf<ConsumerConsumed>(), run => run.Partition == partition).Count));
        Assert.All(second.EventsOf<ConsumerConsume>(), run => Assert.DoesNotContain(run.Partition, stayed));
        for (int partition = 0; partition < Partitions; partition++)
        {
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count / Partitions, partition);
        }
    }

    private sealed class HoldsAtTheFourth(Handled handled, Gate gate) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 4)
                {
                    await gate.PassAsync(message, cancellationToken);
                    Assert.False(IsRevoked);
                }

                Assert.True(MarkAsConsumed(message));
                handled.Add(message);
            }
        }
    }
}
