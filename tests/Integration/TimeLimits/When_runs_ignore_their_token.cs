using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.TimeLimits;

/// <summary>
/// A run that ignores its token keeps its own partition, and is told by an error and by health with its place. Its place among the runs at the same time goes to others:
/// with a limit of two and two runs that hang, the other partitions are handled all the same.
/// </summary>
public sealed class When_runs_ignore_their_token(KafkaBroker broker)
{
    [Fact]
    public async Task Should_hold_their_partitions_only()
    {
        string topic = await broker.CreateTopicAsync(partitions: 4);
        await TopicWriter.WriteAsync(broker, topic, count: 80, partitions: 4);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Hanging, count: 2);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<DeafAt5>().Timeout(TimeSpan.FromMilliseconds(500))),
            options => options.Concurrency = 2);
        await scenario.HandlesAsync(5 + 5 + 20 + 20);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ErrorOccurred>().Count == 2, () => "not both hanging runs were told");
        HealthReport health = await scenario.HealthAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"{topic}/0 holds since ", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Contains($"{topic}/1 holds since ", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        Assert.Equal([5L, 5L], scenario.EventsOf<ErrorOccurred>().Select(error => error.Offset!.Value.Value));

        scenario.Gate.Open();
        await scenario.HandlesAsync(80);
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20, partition: 0);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20, partition: 1);
    }

    private sealed class DeafAt5(Handled handled, Gate gate) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset == 5 && message.Partition.Value < 2 && !IsRetrying)
            {
                await gate.PassAsync(message, CancellationToken.None);
            }
            else
            {
                handled.Add(message);
            }
        }
    }
}
