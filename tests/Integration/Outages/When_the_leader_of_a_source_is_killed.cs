using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Outages;

/// <summary>When the broker that leads source partitions is killed under load, their consumers go on with the new leader: nothing is lost, and nothing comes twice.</summary>
[Collection(ThreeBrokers.Name)]
public sealed class When_the_leader_of_a_source_is_killed(KafkaBroker broker, ThreeBrokers brokers)
{
    private const int Partitions = 3;
    private const int Count = Partitions * 100;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_go_on_with_the_next_leader(GroupProtocol protocol)
    {
        OwnCluster cluster = await brokers.WholeAsync();
        string topic = await cluster.CreateTopicAsync(Partitions);
        List<TopicPartitionOffset> written = [.. await WriteAsync(cluster, topic)];
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<NothingIsBad>().MaxMessages(20)), options => ThreeBrokers.Use(options, cluster, protocol));
        await scenario.HandlesAsync(Count / 4);
        int leader = cluster.LeaderOf(topic);
        cluster.Kill(leader);
        written.AddRange(await WriteAsync(cluster, topic));
        await scenario.HandlesAsync(written.Count, deadline: ThreeBrokers.Outage);
        await ThreeBrokers.CommittedAsync(scenario, cluster, topic, Partitions, 2 * Count / Partitions);
        await scenario.StopAsync();
        await cluster.ReviveAsync(leader);

        Accounts.AreExact(written, scenario.Handled);
        for (int partition = 0; partition < Partitions; partition++)
        {
            Assert.Equal(scenario.Handled.Offsets(topic, partition).Order(), scenario.Handled.Offsets(topic, partition));
        }
    }

    private static Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(OwnCluster cluster, string topic) =>
        TopicWriter.WriteAsync(cluster.Awake, topic, Count, number => new() { Value = [(byte)number] }, number => number % Partitions);

    private sealed class NothingIsBad(Handled handled) : MarksEach(handled, _ => false);
}
