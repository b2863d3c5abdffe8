using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>The letter of a tombstone is a tombstone with its key, which deletes the key of a compacted dead letter topic too.</summary>
public sealed class When_a_tombstone_fails(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_a_tombstone_with_its_key()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 3, number => new() { Key = [(byte)number], Value = number == 1 ? null! : [] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<RefusesTombstones>().DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.HandlesAsync(2, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([0, 2], scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Null(letter.Message.Value);
        Assert.Equal([1], letter.Message.Key);
        Assert.Equal("1", letter.Header("dlq.source.offset"));
    }

    private sealed class RefusesTombstones(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.IsTombstone)
                {
                    throw new InvalidOperationException("nothing to read");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
