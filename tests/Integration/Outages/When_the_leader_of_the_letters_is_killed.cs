using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Outages;

/// <summary>Letters that are on their way when the leader of the dead letter topic is killed reach the next one: each once, in the order of their source, and no offset passes one before.</summary>
[Collection(ThreeBrokers.Name)]
public sealed class When_the_leader_of_the_letters_is_killed(KafkaBroker broker, ThreeBrokers brokers)
{
    private const int Partitions = 3;
    private const int Count = Partitions * 100;

    [Theory]
    [InlineData(DispatchMethod.ProduceAsync, GroupProtocol.Classic)]
    [InlineData(DispatchMethod.ProduceSync, GroupProtocol.Consumer)]
    public async Task Should_have_each_letter_once(DispatchMethod method, GroupProtocol protocol)
    {
        OwnCluster cluster = await brokers.WholeAsync();
        string topic = await cluster.CreateTopicAsync(Partitions);
        string letters = await cluster.CreateTopicAsync(Partitions, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(
            cluster.BootstrapServers, topic, Count, number => new() { Value = [(byte)number] }, number => number % Partitions);
        int bad = written.Count(EverySecondIsBad.IsBad);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, bad);
        scenario.AllowErrors(ErrorType.Poll);
        scenario.AllowErrors(ErrorType.Commit);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<EverySecondIsBad>().DeadLetterQueue(letters, maxRetries: 0, dispatchMethod: method)),
            options => ThreeBrokers.Use(options, cluster, protocol));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterDelivered>().Count > bad / 4, () => "no letters are delivered");
        int leader = cluster.LeaderOf(letters);
        cluster.Kill(leader);
        int before = scenario.EventsOf<DeadLetterDelivered>().Count;
        await scenario.HandlesAsync(Count - bad, letters: bad, ThreeBrokers.Outage);
        await ThreeBrokers.CommittedAsync(scenario, cluster, topic, Partitions, Count / Partitions);
        await scenario.StopAsync();
        await cluster.ReviveAsync(leader);

        Assert.InRange(before, 1, bad - 1);
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters);
        Accounts.AreExact(written, scenario.Handled, read);
        Assert.All(read.GroupBy(letter => letter.Partition.Value), partition => Assert.Equal(partition.Select(letter => letter.SourceOffset()).Order(), partition.Select(letter => letter.SourceOffset())));
    }

    private sealed class EverySecondIsBad(Handled handled) : MarksEach(handled, IsBad)
    {
        public static bool IsBad(TopicPartitionOffset place) => place.Offset.Value % 2 == 1;
    }
}
