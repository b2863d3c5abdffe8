using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A host that finds no broker starts all the same, tells which address does not answer, is unhealthy, and works once the broker is there.</summary>
public sealed class When_the_broker_is_down_at_start(KafkaBroker broker)
{
    [Theory]
    [InlineData(TopicProvisioning.None)]
    [InlineData(TopicProvisioning.CreateMissing)]
    public async Task Should_name_the_address_and_work_when_the_broker_comes(TopicProvisioning topics)
    {
        await using OwnCluster cluster = OwnCluster.Prepare();
        string topic = KafkaBroker.NewName();
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Poll);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<MarksEach>().Config(partitions: 1)), options =>
        {
            options.Topics = topics;
            options.Kafka["bootstrap.servers"] = cluster.BootstrapServers;
            options.Kafka["topic.metadata.refresh.interval.ms"] = "500";
            options.Kafka["allow.auto.create.topics"] = "false";
        });
        await scenario.BecomesTrueAsync(
            () => scenario.EventsOf<ErrorOccurred>().Any(error => error.Error.Message.Contains(cluster.BootstrapServers, StringComparison.Ordinal)),
            () => $"no error names {cluster.BootstrapServers}");
        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains(cluster.BootstrapServers, health.Entries.Values.Single().Description, StringComparison.Ordinal);

        await cluster.StartAsync();
        if (topics == TopicProvisioning.None)
        {
            await cluster.CreateTopicAsync(topic);
        }

        await scenario.BecomesTrueAsync(() => scenario.EventsOf<PartitionsAssigned>().Count > 0, () => "the host does not join its group", TimeSpan.FromSeconds(60));
        await TopicWriter.WriteAsync(cluster.BootstrapServers, topic, count: 10, number => new() { Value = [(byte)number] });
        await scenario.HandlesAsync(10);
        await Eventually.BecomesTrueAsync(
            async () => (await scenario.HealthAsync()).Status == HealthStatus.Healthy, TimeSpan.FromSeconds(30), () => "health does not say that the broker came");
        await scenario.StopAsync();
    }

    private sealed class MarksEach(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
