using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Outages;

/// <summary>A broker that stands still for longer than its session keeps its connections and answers nothing. Its partitions go on with another leader, and go on when it wakes: nothing is lost.
/// Of a letter on its way to it nobody may know whether it arrived; should it be there twice, then with one id.</summary>
[Collection(ThreeBrokers.Name)]
public sealed class When_a_leader_is_frozen(KafkaBroker broker, ThreeBrokers brokers)
{
    private const int Partitions = 3;
    private const int Count = Partitions * 100;

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_go_on_without_it_and_go_on_when_it_wakes(GroupProtocol protocol)
    {
        OwnCluster cluster = await brokers.WholeAsync();
        string topic = await cluster.CreateTopicAsync(Partitions);
        string letters = await cluster.CreateTopicAsync(Partitions, role: "dlq");
        List<TopicPartitionOffset> written = [.. await WriteAsync(cluster, topic)];
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<EveryTwentiethIsBad>().MaxMessages(20).DeadLetterQueue(letters, maxRetries: 1)),
            options => ThreeBrokers.Use(options, cluster, protocol));
        await scenario.HandlesAsync(Count / 4);
        int leader = cluster.LeaderOf(topic);
        await cluster.FreezeAsync(leader);
        await cluster.HasNewLeaderAsync(topic);
        written.AddRange(await WriteAsync(cluster, topic));
        await HandlesAllAsync(scenario, written);
        await cluster.ThawAsync(leader);
        await cluster.BecomesWholeAsync();
        written.AddRange(await WriteAsync(cluster, topic));
        await HandlesAllAsync(scenario, written);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters);
        Accounts.AreExact(written, scenario.Handled, read.DistinctBy(letter => letter.Header("dlq.id")));
    }

    private static Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(OwnCluster cluster, string topic) =>
        TopicWriter.WriteAsync(cluster.Awake, topic, Count, number => new() { Value = [(byte)number] }, number => number % Partitions);

    private static Task HandlesAllAsync(Scenario scenario, List<TopicPartitionOffset> written)
    {
        int bad = written.Count(EveryTwentiethIsBad.IsBad);
        return scenario.HandlesAsync(written.Count - bad, letters: bad, ThreeBrokers.Outage);
    }

    private sealed class EveryTwentiethIsBad(Handled handled) : MarksEach(handled, IsBad)
    {
        public static bool IsBad(TopicPartitionOffset place) => place.Offset.Value % 20 == 7;
    }
}
