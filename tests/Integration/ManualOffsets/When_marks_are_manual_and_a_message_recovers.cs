using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>A message that fails once and then works becomes no letter, and its retry begins behind the last mark.</summary>
public sealed class When_marks_are_manual_and_a_message_recovers(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_all_once_and_send_no_letter()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FailsOnceAt10>().ManualOffsetManagement().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2], scenario.Tries.At(10));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class FailsOnceAt10(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 10 && !IsRetrying)
                {
                    throw new InvalidOperationException("10 is bad at first");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
