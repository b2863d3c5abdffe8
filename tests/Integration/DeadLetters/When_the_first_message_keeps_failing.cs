using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A partition whose very first message fails, before anything was marked, gives up that message and no other.</summary>
public sealed class When_the_first_message_keeps_failing(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_the_first_and_handle_the_rest()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<BadAt0>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != 0), scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal("0", letter.Text());
        Assert.Equal("0", letter.Header("dlq.source.offset"));
        Assert.Equal("3", letter.Header("dlq.attempts"));
        Assert.Equal("0 is bad", letter.Header("dlq.error.message"));
        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.Equal(new TopicPartitionOffset(topic, 0, 0), new(error.Topic, error.Partition!.Value, error.Offset!.Value)));
        Assert.Equal([1, 2, 3], scenario.EventsOf<ErrorOccurred>().Select(error => error.Attempt!.Value));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class BadAt0(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 0)
                {
                    throw new InvalidOperationException("0 is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
