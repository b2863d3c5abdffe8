using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Where the target lacks the source's partition, the letter goes to the source's number modulo the target's count, in order for each source.</summary>
public sealed class When_the_target_has_fewer_partitions(KafkaBroker broker)
{
    [Fact]
    public async Task Should_put_letters_into_source_modulo_count_in_order_of_each_source()
    {
        string topic = await broker.CreateTopicAsync(partitions: 10);
        string letters = await broker.CreateTopicAsync(partitions: 3, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100, partitions: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 100);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(0, letters: 100);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(100, read.Count);
        Assert.All(read, letter => Assert.Equal(letter.SourcePartition() % 3, letter.Partition.Value));
        Assert.All(
            read.GroupBy(letter => letter.SourcePartition()),
            source => Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), source.Select(letter => letter.SourceOffset())));
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
