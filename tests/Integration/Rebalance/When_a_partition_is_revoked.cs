using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>What is marked is committed in the revoke itself, whatever the commit interval: the next owner starts right behind it, and marks of the old owner are refused.</summary>
public sealed class When_a_partition_is_revoked(KafkaBroker broker)
{
    private const int Count = 20;
    private const int Marked = 10;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_commit_before_the_next_owner_starts(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await TopicWriter.WriteAsync(broker, topic, Count * 2, partitions: 2);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<IgnoresTheRevoke>().ManualOffsetManagement());
        Action<KafkaDlqOptions> options = host =>
        {
            host.Use(protocol);
            host.CommitInterval = TimeSpan.FromHours(1);
        };

        Member first = await scenario.JoinAsync(routes, options);
        await scenario.BecomesTrueAsync(() => scenario.Gate.Arrived.Count == 2, () => $"{scenario.Gate.Arrived.Count} runs wait in their middle, expected 2");
        Member second = await scenario.JoinAsync(routes, options);
        await scenario.BecomesTrueAsync(() => second.Partitions.Count == 1 && first.Partitions.Count == 1, () => $"the members own {first.Partitions.Count} and {second.Partitions.Count} partitions");
        TopicPartition moved = second.Partitions.Single();
        await scenario.BecomesTrueAsync(() => second.EventsOf<ConsumerConsume>().Count > 0, () => "the new owner does not begin");
        Assert.Equal(Marked, second.EventsOf<ConsumerConsume>()[0].First.Value);

        scenario.Gate.Open();
        await scenario.HandlesAsync(Count * 2);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), scenario.Handled.Offsets(topic, moved.Partition.Value));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count, partition: 0);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count, partition: 1);
    }

    private sealed class IgnoresTheRevoke(Handled handled, Gate gate) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == Marked)
                {
                    await gate.PassAsync(message, CancellationToken.None);
                }

                bool isMarked = MarkAsConsumed(message);
                Assert.Equal(!IsRevoked, isMarked);
                if (isMarked)
                {
                    handled.Add(message);
                }
            }
        }
    }
}
