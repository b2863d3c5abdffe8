using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Routes;

/// <summary>A topic with <c>Active(false)</c> is declared and nothing else: it is created as declared, never consumed, and another declaration of it may consume.</summary>
public sealed class When_a_topic_is_not_active(KafkaBroker broker)
{
    [Fact]
    public async Task Should_not_be_consumed_although_it_names_a_consumer()
    {
        string resting = await broker.CreateTopicAsync(role: "resting");
        string working = await broker.CreateTopicAsync(role: "working");
        await TopicWriter.WriteAsync(broker, resting, count: 10);
        await TopicWriter.WriteAsync(broker, working, count: 10);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw =>
        {
            draw.Topic(resting, route => route.Consumer<AllGood>().Active(false));
            draw.Topic(working, route => route.Consumer<AllGood>());
        });
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(working));
        Assert.Empty(scenario.Handled.Offsets(resting));
        Assert.All(scenario.EventsOf<PartitionsAssigned>().SelectMany(assigned => assigned.Partitions), partition => Assert.Equal(working, partition.Topic));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, resting));
    }

    [Fact]
    public async Task Should_be_consumed_from_the_beginning_once_it_is_active()
    {
        string topic = await broker.CreateTopicAsync();
        string other = await broker.CreateTopicAsync(role: "other");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await TopicWriter.WriteAsync(broker, other, count: 1);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => Draw(draw, topic, other, isActive: false));
        await scenario.HandlesAsync(1);
        await scenario.StopAsync();
        await scenario.StartAsync(draw => Draw(draw, topic, other, isActive: true));
        await scenario.HandlesAsync(11);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    [Fact]
    public async Task Should_be_created_as_declared()
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync();
        string letters = KafkaBroker.NewName("dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw =>
            {
                draw.Topic(topic, route => route.Consumer<AllGood>().DeadLetterQueue(letters));
                draw.Topic(letters, route => route.Active(false).Config(partitions: 6, replicationFactor: 1));
            },
            options => options.Topics = TopicProvisioning.CreateMissing);
        await scenario.HandlesAsync(1);
        await scenario.StopAsync();

        using (Confluent.Kafka.IAdminClient admin = PlainClients.Admin(broker.BootstrapServers))
        {
            Assert.Equal(6, admin.GetMetadata(letters, TimeSpan.FromSeconds(10)).Topics.Single().Partitions.Count);
        }

        await Support.Topics.DeleteAsync(broker.BootstrapServers, [letters]);
    }

    private static void Draw(DrawBuilder draw, string topic, string other, bool isActive)
    {
        draw.Topic(topic, route => route.Consumer<AllGood>().Active(isActive));
        draw.Topic(other, route => route.Consumer<AllGood>());
    }

    private sealed class AllGood(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
