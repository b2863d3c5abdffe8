using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter lies in the partition that its route says: by its key as a Java producer would have it, where its own producer's partitioner puts it, or where the enrichment wants it.</summary>
public sealed class When_letters_choose_their_partition(KafkaBroker broker)
{
    private const int Count = 20;
    private const int Partitions = 5;

    [Theory]
    [InlineData(LetterPartition.Key)]
    [InlineData(LetterPartition.Any)]
    public async Task Should_lie_where_a_java_producer_puts_their_keys(LetterPartition choice)
    {
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await LettersAsync(queue => queue.PartitionBy(choice));

        Dictionary<string, int> wanted = await ByMurmur2Async(read.Select(letter => letter.Message.Key));
        Assert.All(read, letter => Assert.Equal(wanted[Key(letter)], letter.Partition.Value));
        Assert.True(wanted.Values.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Should_lie_where_their_enrichment_puts_them()
    {
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await LettersAsync(queue => queue.PartitionBy(LetterPartition.Key).Enrich((draft, why) => draft.Partition = (int)why.Message.Offset.Value));

        Assert.All(read, letter => Assert.Equal(letter.SourceOffset() % Partitions, letter.Partition.Value));
    }

    private async Task<IReadOnlyList<ConsumeResult<byte[], byte[]>>> LettersAsync(Action<DeadLetterQueueBuilder> configure)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(Partitions, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, Count, number => new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes($"customer-{number}"), Value = [1] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, Count);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(queue => configure(queue.Topic(letters).MaxRetries(0)))),
            options => options.Producer["partitioner"] = "murmur2");
        await scenario.HandlesAsync(0, letters: Count);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(Count, read.Count);
        return read;
    }

    // librdkafka's murmur2 stands for the Java producer's.
    private async Task<Dictionary<string, int>> ByMurmur2Async(IEnumerable<byte[]> keys)
    {
        string topic = await broker.CreateTopicAsync(Partitions, role: "wanted");
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, Partitioner = Partitioner.Murmur2 }).Build();
        DeliveryResult<byte[], byte[]>[] written = await Task.WhenAll(keys.Select(key => producer.ProduceAsync(topic, new Message<byte[], byte[]> { Key = key, Value = [1] }, TestContext.Current.CancellationToken)));
        return written.ToDictionary(record => Encoding.UTF8.GetString(record.Message.Key), record => record.Partition.Value);
    }

    private static string Key(ConsumeResult<byte[], byte[]> letter) => Encoding.UTF8.GetString(letter.Message.Key);

    private sealed class AllBad : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message} is bad");
    }
}
