using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>Subscription groups are connections of their own within one consumer group: each topic goes to the connection that declares it, under both protocols.</summary>
public sealed class When_topics_have_connections_of_their_own(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_serve_each_topic_through_its_connection(GroupProtocol protocol)
    {
        string fast = await broker.CreateTopicAsync(partitions: 2, role: "fast");
        string slow = await broker.CreateTopicAsync(partitions: 2, role: "slow");
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw => draw.ConsumerGroup(scenario.Group, group => group
                .SubscriptionGroup("fast", own => own.Topic(fast, route => route.Consumer<Counts>()))
                .SubscriptionGroup("slow", own => own.Topic(slow, route => route.Consumer<Counts>()))),
            options => options.Use(protocol));
        await scenario.BecomesTrueAsync(() => Owned(scenario) == 4, () => $"{Owned(scenario)} partitions are owned, expected 4");
        await TopicWriter.WriteAsync(broker, fast, count: 10, partitions: 2);
        await TopicWriter.WriteAsync(broker, slow, count: 10, partitions: 2);
        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        Assert.All(
            scenario.EventsOf<PartitionsAssigned>().Where(assigned => assigned.Partitions.Count > 0),
            assigned => Assert.Single(assigned.Partitions.Select(partition => partition.Topic).Distinct()));
        for (int partition = 0; partition < 2; partition++)
        {
            await Committed.BecomesAsync(broker, scenario.Group, fast, expected: 5, partition);
            await Committed.BecomesAsync(broker, scenario.Group, slow, expected: 5, partition);
        }
    }

    private static int Owned(Scenario scenario) => scenario.EventsOf<PartitionsAssigned>().Sum(assigned => assigned.Partitions.Count)
        - scenario.EventsOf<PartitionsRevoked>().Sum(revoked => revoked.Partitions.Count);

    private sealed class Counts(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
