using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>With manual offset management a retry begins at the first unmarked offset, even when that is in an earlier batch that went well: from there it is fetched again.</summary>
public sealed class When_a_later_batch_fails_after_unmarked_ones(KafkaBroker broker)
{
    [Fact]
    public async Task Should_go_back_to_the_first_unmarked_message()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.AllowRepeats(because: "the messages from 3 on were handled, but not marked, when 12 failed");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<MarksTheFirstThree>().MaxMessages(5).ManualOffsetManagement()));
        await scenario.HandlesAsync(109);
        await scenario.StopAsync();

        Assert.Equal(
            Enumerable.Range(0, 12).Concat(Enumerable.Range(3, 97)).Select(offset => (long)offset),
            scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2], scenario.Tries.At(12));
        Assert.Equal(3, Assert.Single(scenario.EventsOf<ConsumingRetry>()).Offset.Value);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 3);
    }

    private sealed class MarksTheFirstThree(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 12 && !IsRetrying)
                {
                    throw new InvalidOperationException("12 is bad at first");
                }

                handled.Add(message);
                if (message.Offset < 3)
                {
                    MarkAsConsumed(message);
                }
            }

            return Task.CompletedTask;
        }
    }
}
