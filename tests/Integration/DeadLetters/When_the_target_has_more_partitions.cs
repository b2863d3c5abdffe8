using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>The letters of one source partition go to one partition, however many the target has.</summary>
public sealed class When_the_target_has_more_partitions(KafkaBroker broker)
{
    [Fact]
    public async Task Should_put_all_letters_into_one_partition_in_order()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(partitions: 10, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 100);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(0, letters: 100);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.All(read, letter => Assert.Equal(0, letter.Partition.Value));
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => $"{offset}"), read.Select(letter => letter.Text()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
