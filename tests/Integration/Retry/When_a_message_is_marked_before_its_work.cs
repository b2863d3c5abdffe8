using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A mark is the consumer's word, even when the work behind it fails: the retry begins behind the mark, and the marked message is neither run again nor dispatched.</summary>
public sealed class When_a_message_is_marked_before_its_work(KafkaBroker broker)
{
    [Fact]
    public async Task Should_go_on_behind_the_mark()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<MarksFirst>()
            .MaxMessages(20)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(98);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset is not (10 or 39)), scenario.Handled.Offsets(topic));
        Assert.Equal([1], scenario.Tries.At(10));
        Assert.Equal([2], scenario.Tries.At(11));
        Assert.Equal([1], scenario.Tries.At(39));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    // 39 is the last message of its batch: nothing of that batch is left to be retried.
    private sealed class MarksFirst(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                MarkAsConsumed(message);
                tries.Add(message, Attempt);
                if (message.Offset == 10 || message.Offset == 39)
                {
                    throw new InvalidOperationException($"{message.Offset} is bad");
                }

                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
