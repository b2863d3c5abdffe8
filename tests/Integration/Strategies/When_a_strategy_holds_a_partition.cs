using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>A held partition stands still and health says so; others go on, a stop is not held up, and after a restart its message comes again.</summary>
public sealed class When_a_strategy_holds_a_partition(KafkaBroker broker)
{
    [Fact]
    public async Task Should_keep_its_messages_until_the_host_restarts()
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100, partitions: 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue.Topic(letters).Otherwise().Hold()));

        await scenario.StartAsync(routes, services: services => services.AddSingleton(Trouble.At(0)));
        await scenario.HandlesAsync(50);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingHold>().Count == 1, () => "the partition does not hold");
        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"{topic}/0 holds", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Empty(scenario.Handled.Offsets(topic));
        await scenario.StopAsync();
        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or 0);

        await scenario.StartAsync(routes, services: services => services.AddSingleton(Trouble.At(-1)));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 50).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 50);
    }
}
