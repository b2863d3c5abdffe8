using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Outages;

/// <summary>While the host's user may not write to the dead letter topic, the letter waits and with it its partition; others go on, health says why, and the letter arrives once it may be written.</summary>
public sealed class When_the_target_topic_is_forbidden(KafkaBroker broker)
{
    private const int Each = 50;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Should_hold_the_partition_until_it_may_be_written()
    {
        await using OwnCluster cluster = OwnCluster.PrepareGuarded();
        await cluster.StartAsync();
        string topic = await cluster.CreateTopicAsync(partitions: 2);
        string letters = await cluster.CreateTopicAsync(partitions: 2, role: "dlq");
        await cluster.ForbidWritesAsync(letters);
        await TopicWriter.WriteAsync(cluster.BootstrapServers, topic, 2 * Each, number => new() { Value = [(byte)number] }, number => number % 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FirstOf0IsBad>().DeadLetterQueue(letters, maxRetries: 0, dispatchMethod: DispatchMethod.ProduceSync)), options =>
        {
            cluster.UseAsGuest(options);
            options.CommitInterval = TimeSpan.FromMilliseconds(50);
            options.DeadLetters = new DeadLetterOptions { Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(100), ExponentialBackoff = false } };
        });
        await scenario.BecomesTrueAsync(
            () => scenario.EventsOf<DeadLetterFailed>().Count >= 3 && scenario.Handled.Count == Each,
            () => $"{scenario.EventsOf<DeadLetterFailed>().Count} failed tries and {scenario.Handled.Count} handled, expected 3 and {Each}",
            Deadline);

        HealthReport health = await scenario.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(letters, health.Entries.Values.Single().Description, StringComparison.Ordinal);
        KafkaException told = Assert.IsType<KafkaException>(scenario.EventsOf<DeadLetterFailed>()[^1].Error);
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, told.Error.Code);
        Assert.Contains($"Allow this client's user to write to and to describe topic '{letters}'", told.Message, StringComparison.Ordinal);
        Assert.All(scenario.Handled.All, message => Assert.Equal(1, message.Partition.Value));
        Assert.True(await Committed.OffsetAsync(cluster.BootstrapServers, scenario.Group, topic, partition: 0) is null or 0);
        await Committed.BecomesAsync(cluster.BootstrapServers, scenario.Group, topic, Each, partition: 1);
        Assert.Empty(await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters));

        await cluster.AllowWritesAsync(letters);
        await scenario.HandlesAsync((2 * Each) - 1, letters: 1, Deadline);
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(cluster.BootstrapServers, letters));
        Assert.Equal((0, 0L), (letter.Partition.Value, letter.SourceOffset()));
        await Committed.BecomesAsync(cluster.BootstrapServers, scenario.Group, topic, Each, partition: 0);
    }

    private sealed class FirstOf0IsBad(Handled handled) : MarksEach(handled, place => place is { Partition.Value: 0, Offset.Value: 0 });
}
