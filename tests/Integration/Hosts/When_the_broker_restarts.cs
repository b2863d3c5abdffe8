using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Hosts;

/// <summary>A broker that is killed under load and comes back, costs time and no message: each is handled or has a letter.</summary>
public sealed class When_the_broker_restarts(KafkaBroker broker)
{
    private const int Partitions = 3;
    private const int Count = Partitions * 400;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_go_on_and_lose_nothing(GroupProtocol protocol)
    {
        await using OwnCluster cluster = OwnCluster.Prepare();
        await cluster.StartAsync();
        string topic = await cluster.CreateTopicAsync(Partitions);
        string letters = await cluster.CreateTopicAsync(Partitions, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(
            cluster.BootstrapServers, topic, Count, number => new() { Value = [(byte)number] }, number => number % Partitions);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<EveryTwentiethIsBad>().MaxMessages(20).DeadLetterQueue(letters, maxRetries: 1)),
            options =>
            {
                options.Kafka["bootstrap.servers"] = cluster.BootstrapServers;
                options.CommitInterval = TimeSpan.FromMilliseconds(100);
                options.Kafka["reconnect.backoff.max.ms"] = "500";
                options.Kafka["session.timeout.ms"] = "45000";
                options.Use(protocol);
            });
        await scenario.HandlesAsync(Count / 4);
        cluster.Kill(1);
        await Eventually.BecomesTrueAsync(async () => (await scenario.HealthAsync()).Status == HealthStatus.Unhealthy, TimeSpan.FromSeconds(30), () => "health does not say that the broker is away");
        await cluster.ReviveAsync(1);
        await Eventually.BecomesTrueAsync(async () => (await scenario.HealthAsync()).Status == HealthStatus.Healthy, TimeSpan.FromSeconds(60), () => "health does not say that the broker is back");

        int bad = written.Count(EveryTwentiethIsBad.IsBad);
        await scenario.HandlesAsync(Count - bad, letters: bad);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters);
        Accounts.AreExact(written, scenario.Handled, read);
    }

    private sealed class EveryTwentiethIsBad(Handled handled) : MarksEach(handled, IsBad)
    {
        public static bool IsBad(TopicPartitionOffset place) => place.Offset.Value % 20 == 7;
    }
}
