using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Strategies;

/// <summary>A strategy that throws, or names a topic that nobody declared, holds its partition and says so; others go on, nothing is lost, and the message is not run again for it.</summary>
public sealed class When_a_strategy_throws(KafkaBroker broker)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_hold_the_partition_until_it_answers(bool throws)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100, partitions: 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.AllowErrors(ErrorType.Strategy);
        TaskCompletionSource mended = new();
        RecoveryAction Decide(MessageFailure failure) => mended.Task.IsCompleted ? new RecoveryAction.DeadLetter()
            : throws ? throw new TimeoutException("settings cannot be read")
            : new RecoveryAction.DeadLetter("nobody.declared.it");

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<Troubled>().DeadLetterQueue(queue => queue.Topic(letters).Strategy(Decide))),
            services: services => services.AddSingleton(Trouble.At(10)));
        await scenario.HandlesAsync(60);
        await scenario.BecomesTrueAsync(() => Asked(scenario) >= 3, () => $"asked {Asked(scenario)} times in vain, expected 3");

        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(throws ? "settings cannot be read" : $"expected one of {letters}", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Equal(10, scenario.Handled.Offsets(topic).Count);
        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or <= 10);

        mended.SetResult();
        await scenario.HandlesAsync(99, letters: 1);
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        Assert.Equal([1, 1], scenario.Tries.At(10));
        Assert.Equal(10, Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).SourceOffset());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 50);
    }

    private static int Asked(Scenario scenario) => scenario.EventsOf<ErrorOccurred>().Count(error => error.Type == ErrorType.Strategy);
}
