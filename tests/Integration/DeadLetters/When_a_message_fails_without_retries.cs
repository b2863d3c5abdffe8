using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With no retries a message is dispatched after its first failure, and the rest of its batch goes on at once: a dispatch is followed by no wait.</summary>
public sealed class When_a_message_fails_without_retries(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_it_after_one_run()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<BadAt10>().Pause(TimeSpan.FromHours(1), TimeSpan.FromHours(1)).DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != 10), scenario.Handled.Offsets(topic));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal("10", letter.Text());
        Assert.Equal("10", letter.Header("dlq.source.offset"));
        Assert.Equal("1", letter.Header("dlq.attempts"));
        Assert.Equal("10 is bad", letter.Header("dlq.error.message"));
        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.Equal(new TopicPartitionOffset(topic, 0, 10), new(error.Topic, error.Partition!.Value, error.Offset!.Value)));
        Assert.Equal([1], scenario.EventsOf<ErrorOccurred>().Select(error => error.Attempt!.Value));
        Assert.Empty(scenario.EventsOf<ConsumingPause>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class BadAt10(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 10)
                {
                    throw new InvalidOperationException("10 is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
