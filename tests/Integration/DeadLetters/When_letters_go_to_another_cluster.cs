using Confluent.Kafka;
using Kafka.Dlq.Testing;
using Kafka.Dlq.Tests.Integration.Support;
using System.Globalization;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A queue that names one of <c>options.Clusters</c> has its letters there, and asks its own cluster for nothing.</summary>
public sealed class When_letters_go_to_another_cluster(KafkaBroker broker)
{
    [Fact]
    public async Task Should_deliver_them_to_the_second_cluster()
    {
        using EmbeddedKafka second = EmbeddedKafka.Start();
        string letters = KafkaBroker.NewName("dlq");
        second.CreateTopic(letters, partitions: 2);
        string topic = await broker.CreateTopicAsync(partitions: 3);
        await TopicWriter.WriteAsync(broker, topic, count: 30, partitions: 3);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 30);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0, cluster: "letters")),
            options => options.Clusters["letters"] = new Dictionary<string, string> { ["bootstrap.servers"] = second.BootstrapServers });
        await scenario.HandlesAsync(0, letters: 30);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(second.BootstrapServers, letters);
        Assert.Equal(Enumerable.Range(0, 30), read.Select(letter => int.Parse(letter.Text(), CultureInfo.InvariantCulture)).Order());
        Assert.All(read, letter => Assert.Equal(letter.SourcePartition() % 2, letter.Partition.Value));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10, partition: 2);
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
