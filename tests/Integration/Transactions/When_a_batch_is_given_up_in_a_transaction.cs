using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Transactions;

/// <summary>
/// Letters of a batch that is given up as a whole share one transaction: behind each transaction the broker writes a marker, so the letters lie in runs as long as the batches. Each letter
/// partition has the letters of its source partition, each once and in order.
/// </summary>
public sealed class When_a_batch_is_given_up_in_a_transaction(KafkaBroker broker)
{
    private const int Partitions = 3;
    private const int Count = 90;

    [Fact]
    public async Task Should_commit_its_letters_and_its_offset_together()
    {
        broker.RequireRealBroker("keeps no markers of transactions");
        string topic = await broker.CreateTopicAsync(Partitions);
        string letters = await broker.CreateTopicAsync(Partitions, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, Count, Partitions);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<AllBad>()
            .MaxMessages(7)
            .DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Isolate(Isolation.WholeBatch).Transactional())));
        await scenario.HandlesAsync(0, letters: Count);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> found = await TopicReader.ReadAllAsync(broker, letters);
        int batches = scenario.EventsOf<ErrorOccurred>().Count(error => error.Type == ErrorType.Consume);
        int transactions = 0;
        foreach (IGrouping<int, ConsumeResult<byte[], byte[]>> partition in found.GroupBy(letter => letter.Partition.Value))
        {
            Assert.Equal(Enumerable.Range(0, Count / Partitions).Select(offset => (long)offset), partition.Select(letter => letter.SourceOffset()));
            transactions += 1 + partition.Zip(partition.Skip(1)).Count(pair => pair.Second.Offset - pair.First.Offset > 1);
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count / Partitions, partition: partition.Key);
        }

        Assert.Equal(Partitions, found.Select(letter => letter.Partition.Value).Distinct().Count());
        Assert.Equal(batches, transactions);
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("all of them are bad");
    }
}
