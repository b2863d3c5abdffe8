using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Without a dead letter queue a message that always fails is retried without end and never dropped: nothing behind it is handled or committed, and health says so.</summary>
public sealed class When_a_message_never_recovers(KafkaBroker broker)
{
    [Fact]
    public async Task Should_retry_without_end_and_be_degraded()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<MarksAndIsBadAt10>()), Watchful);
        await DegradedAsync(scenario, topic);
        await scenario.BecomesTrueAsync(() => scenario.Tries.At(10).Count >= 50, () => $"10 was tried {scenario.Tries.At(10).Count} times, expected 50");
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(Enumerable.Range(1, scenario.Tries.At(10).Count), scenario.Tries.At(10));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    [Fact]
    public async Task Should_be_degraded_although_unmarked_batches_before_it_succeed_again_and_again()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);
        scenario.AllowRepeats(because: "nobody marks, so each retry begins at the first message");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<BadAt10>().MaxMessages(5).ManualOffsetManagement()), Watchful);
        await DegradedAsync(scenario, topic);
        await scenario.StopAsync();

        Assert.DoesNotContain(scenario.Handled.Offsets(topic), offset => offset >= 10);
        Assert.Equal(Enumerable.Range(1, scenario.Tries.At(10).Count), scenario.Tries.At(10));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));
    }

    // Longer than one failure takes to be followed by the next.
    private static void Watchful(KafkaDlqOptions options) => options.Health = new HealthOptions { StuckAfter = TimeSpan.FromSeconds(3) };

    private static async Task DegradedAsync(Scenario scenario, string topic)
    {
        HealthReport health = await scenario.HealthAsync();
        await Eventually.BecomesTrueAsync(
            async () => (health = await scenario.HealthAsync()).Status == HealthStatus.Degraded,
            TimeSpan.FromSeconds(30),
            () => $"health is {health.Status} although 10 was tried {scenario.Tries.At(10).Count} times");
        Assert.Contains($"{topic}/0 has been failing", health.Entries.Values.Single().Description, StringComparison.Ordinal);
    }

    private sealed class MarksAndIsBadAt10(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
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

    private sealed class BadAt10(Handled handled, Tries tries) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 10)
            {
                tries.Add(message, Attempt);
                throw new InvalidOperationException("10 is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
