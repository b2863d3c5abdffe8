using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A run may take longer than <c>max.poll.interval.ms</c> and then fail: the connection polled meanwhile, so the membership is kept and the retry is this member's.</summary>
public sealed class When_a_run_outlasts_the_poll_interval(KafkaBroker broker)
{
    private static readonly TimeSpan LongerThanPollInterval = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Should_keep_its_membership()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<FailsSlowlyOnceAt5>()),
            options =>
            {
                options.Kafka["max.poll.interval.ms"] = "6000";
                options.Kafka["session.timeout.ms"] = "6000";
            });
        await scenario.HandlesAsync(100);
        Assert.Single(scenario.EventsOf<PartitionsAssigned>());
        Assert.Empty(scenario.EventsOf<PartitionsRevoked>());
        Assert.Empty(scenario.EventsOf<PartitionsLost>());
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2], scenario.Tries.At(5));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class FailsSlowlyOnceAt5(Handled handled, Tries tries) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 5 && !IsRetrying)
                {
                    await Task.Delay(LongerThanPollInterval, cancellationToken);
                    throw new InvalidOperationException("5 is bad at first");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }
        }
    }
}
