using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Attempts are counted for each partition by itself: messages that fail at the same time in several partitions each get all their runs.</summary>
public sealed class When_partitions_fail_side_by_side(KafkaBroker broker)
{
    private const int Partitions = 3;

    [Fact]
    public async Task Should_count_each_partition_by_itself()
    {
        string topic = await broker.CreateTopicAsync(Partitions);
        string letters = await broker.CreateTopicAsync(Partitions, role: "dlq");
        IReadOnlyList<TopicPartitionOffset> written = await TopicWriter.WriteAsync(broker, topic, count: 60, Partitions);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 9);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<BadAt7>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(57, letters: 3);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([(0, 7L, "3"), (1, 7L, "3"), (2, 7L, "3")], read.Select(letter => (letter.SourcePartition(), letter.SourceOffset(), letter.Header("dlq.attempts")!)));
        Assert.All(Enumerable.Range(0, Partitions), partition =>
            Assert.Equal([1, 2, 3], scenario.EventsOf<ErrorOccurred>().Where(error => error.Partition == partition).Select(error => error.Attempt!.Value)));
        Accounts.AreExact(written, scenario.Handled, read);
    }

    private sealed class BadAt7(Handled handled) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                await Task.Yield();
                if (message.Offset == 7)
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }
}
