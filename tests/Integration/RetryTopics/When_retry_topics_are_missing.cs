using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>A move that its retry topic does not take holds its message: nothing is lost, committed or run again, health says why, and it goes on when the topic is there or may be written.</summary>
public sealed class When_retry_topics_are_missing(KafkaBroker broker)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly Hopper.Book _book = new();

    [Fact]
    public async Task Should_hold_until_the_topic_is_there()
    {
        broker.RequireRealBroker("creates a topic that a producer asks for");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        scenario.AllowErrors(ErrorType.Poll);
        string[] retries = [$"{topic}.{scenario.Group}.retry.1s", $"{topic}.{scenario.Group}.retry.2s"];

        await scenario.StartAsync(Hopper.Routes(topic, letters), Impatient, _book.Register);
        await HoldsAsync(scenario, retries[0]);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);

        await broker.CreateTopicAsync(retries[0], partitions: 1);
        await broker.CreateTopicAsync(retries[1], partitions: 1);
        await scenario.HandlesAsync(19, letters: 1, Deadline);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], _book.Of(10).Select(run => run.Attempt));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Fact]
    public async Task Should_hold_until_it_may_be_written()
    {
        await using OwnCluster cluster = OwnCluster.PrepareGuarded();
        await cluster.StartAsync();
        string topic = await cluster.CreateTopicAsync(partitions: 1);
        string letters = await cluster.CreateTopicAsync(partitions: 1, role: "dlq");
        await using Scenario scenario = new(broker);
        string retry = $"{topic}.{scenario.Group}.retry.1s";
        await cluster.CreateTopicAsync(retry);
        await cluster.CreateTopicAsync($"{topic}.{scenario.Group}.retry.2s");
        await cluster.ForbidWritesAsync(retry);
        await TopicWriter.WriteAsync(cluster.BootstrapServers, topic, 20, number => new Message<byte[], byte[]> { Value = [(byte)number] });
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        scenario.AllowErrors(ErrorType.Poll);

        await scenario.StartAsync(
            Hopper.Routes(topic, letters),
            options =>
            {
                cluster.UseAsGuest(options);
                Impatient(options);
            },
            _book.Register);
        await HoldsAsync(scenario, retry);
        Assert.IsType<KafkaException>(scenario.EventsOf<DeadLetterFailed>()[^1].Error);
        await Committed.BecomesAsync(cluster.BootstrapServers, scenario.Group, topic, expected: 10);

        await cluster.AllowWritesAsync(retry);
        await scenario.HandlesAsync(19, letters: 1, Deadline);
        await scenario.StopAsync();

        Assert.Equal([1, 2, 3], _book.Of(10).Select(run => run.Attempt));
        await Committed.BecomesAsync(cluster.BootstrapServers, scenario.Group, topic, expected: 20);
    }

    private static async Task HoldsAsync(Scenario scenario, string retry)
    {
        await scenario.BecomesTrueAsync(
            () => scenario.EventsOf<DeadLetterFailed>().Count >= 3,
            () => $"{scenario.EventsOf<DeadLetterFailed>().Count} failed tries, expected 3",
            Deadline);
        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(retry, health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Empty(scenario.EventsOf<MessageRetryScheduled>());
        Assert.Empty(scenario.EventsOf<DeadLetterDispatched>());
    }

    private static void Impatient(KafkaDlqOptions options)
    {
        options.CommitInterval = TimeSpan.FromMilliseconds(50);
        options.Kafka["topic.metadata.refresh.interval.ms"] = "1000";
        options.DeadLetters = new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100), ExponentialBackoff = false } };
    }
}
