using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Where offsets are missing (transactions leave markers, compaction leaves holes), the message given up is the one that failed, not a neighbour.</summary>
public sealed class When_offsets_have_gaps(KafkaBroker broker)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Should_dispatch_the_bad_message_right_behind_the_gap()
    {
        broker.RequireRealBroker("keeps no markers of transactions, so it has no gaps");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        WriteWithGap(broker.BootstrapServers, topic);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<RefusesBad>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(9, letters: 1);
        await scenario.StopAsync();

        // 0 to 4, their marker, 6 to 8 that were aborted, their marker, 10 that is bad, 11 to 14, their marker.
        Assert.Equal([0, 1, 2, 3, 4, 11, 12, 13, 14], scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(("bad", "10", "3"), (letter.Text(), letter.Header("dlq.source.offset"), letter.Header("dlq.attempts")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 15);
    }

    private static void WriteWithGap(string bootstrapServers, string topic)
    {
        ProducerConfig settings = new() { BootstrapServers = bootstrapServers, TransactionalId = topic };
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(settings).Build();
        producer.InitTransactions(Deadline);
        WriteAll(producer, topic, ["0", "1", "2", "3", "4"]);
        producer.CommitTransaction(Deadline);
        WriteAll(producer, topic, ["never", "to be", "seen"]);
        producer.AbortTransaction(Deadline);
        WriteAll(producer, topic, ["bad", "11", "12", "13", "14"]);
        producer.CommitTransaction(Deadline);
    }

    private static void WriteAll(IProducer<Null, string> producer, string topic, string[] values)
    {
        producer.BeginTransaction();
        foreach (string value in values)
        {
            producer.Produce(new TopicPartition(topic, 0), new Message<Null, string> { Value = value });
        }

        Assert.Equal(0, producer.Flush(Deadline));
    }

    private sealed class RefusesBad(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Payload<string>() == "bad")
                {
                    throw new InvalidOperationException("bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
