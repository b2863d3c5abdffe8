using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter goes to the partition of its source's number, so the letters of a source partition keep their order.</summary>
public sealed class When_source_and_target_have_equal_partitions(KafkaBroker broker)
{
    [Fact]
    public async Task Should_put_each_letter_into_the_partition_of_its_source_in_order()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        string letters = await broker.CreateTopicAsync(partitions: 4, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, topic, count: 100, partitions: 4);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 100);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(0, letters: 100);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(written.Select(place => (place.Partition.Value, place.Offset.Value)).Order(), read.Select(letter => (letter.Partition.Value, letter.Offset.Value)));
        Assert.All(read, letter => Assert.Equal((letter.Partition.Value, letter.Offset.Value), (letter.SourcePartition(), letter.SourceOffset())));
        Assert.All(read, letter => Assert.Equal($"{(4 * letter.Offset) + letter.Partition}", letter.Text()));
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
