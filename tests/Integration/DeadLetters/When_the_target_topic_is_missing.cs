using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>While the dead letter topic is missing the letter waits, and with it its partition: nothing is lost, committed or run again, and health says why.</summary>
public sealed class When_the_target_topic_is_missing(KafkaBroker broker)
{
    [Fact]
    public async Task Should_hold_the_partition_until_the_topic_is_there()
    {
        broker.RequireRealBroker("creates a topic that a producer asks for");
        string topic = await broker.CreateTopicAsync();
        string letters = KafkaBroker.NewName("dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt0>().MaxMessages(10).DeadLetterQueue(letters, maxRetries: 2, dispatchMethod: DispatchMethod.ProduceSync)),
            Impatient);
        await FailedTriesAsync(scenario, 5);

        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(letters, health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], scenario.Tries.At(0));
        Assert.Empty(scenario.Handled.All);
        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or 0);

        await broker.CreateTopicAsync(letters, partitions: 1);
        await scenario.HandlesAsync(99, letters: 1);
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(1, 99).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3], scenario.Tries.At(0));
        Assert.Equal("0", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        Assert.Single(scenario.EventsOf<DeadLetterDispatched>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    [Fact]
    public async Task Should_commit_nothing_beyond_a_letter_that_was_not_awaited()
    {
        broker.RequireRealBroker("creates a topic that a producer asks for");
        string topic = await broker.CreateTopicAsync();
        string letters = KafkaBroker.NewName("dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAt0>().DeadLetterQueue(letters, maxRetries: 2)),
            Impatient);
        await FailedTriesAsync(scenario, 3);

        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or 0);
        int handledMeanwhile = scenario.Handled.Count;
        await FailedTriesAsync(scenario, 5);
        Assert.Equal(handledMeanwhile, scenario.Handled.Count);
        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or 0);

        await broker.CreateTopicAsync(letters, partitions: 1);
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], scenario.Tries.At(0));
        Assert.Equal("0", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private static void Impatient(KafkaDlqOptions options)
    {
        options.CommitInterval = TimeSpan.FromMilliseconds(50);
        options.DeadLetters = new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100), ExponentialBackoff = false } };
    }

    private static Task FailedTriesAsync(Scenario scenario, int count) => scenario.BecomesTrueAsync(
        () => scenario.EventsOf<DeadLetterFailed>().Count >= count,
        () => $"{scenario.EventsOf<DeadLetterFailed>().Count} failed tries, expected {count}");

    private sealed class BadAt0(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
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
