using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kafka.Dlq.Tests.Integration.Rejecting;

/// <summary>While the sink of rejected records is down, records are kept, the partition goes on and nothing from the first of them on is committed; when it is back, it has each of them and all is committed.</summary>
public sealed class When_a_sink_is_down(KafkaBroker broker)
{
    [Fact]
    public async Task Should_commit_nothing_before_the_flush_and_lose_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Sink);
        TableSink table = new() { IsDown = true };

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RejectsSevens>().DeadLetterAction(DeadLetterAction.Sink("table"))),
            options => options.CommitInterval = TimeSpan.FromMilliseconds(100),
            services => services.AddKeyedSingleton<IDeadLetterSink>("table", table).AddKafkaDlq(kafka => kafka.Sink("table", new SinkOptions { Wait = TimeSpan.Zero, Backoff = new PauseOptions { Timeout = TimeSpan.FromMilliseconds(50), MaxTimeout = TimeSpan.FromMilliseconds(50) } })));
        await scenario.HandlesAsync(90);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 7);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ErrorOccurred>().Count > 10, () => "the sink is not tried again");
        HealthReport health = await scenario.HealthAsync();

        Assert.Equal(7, await Committed.OffsetAsync(broker, scenario.Group, topic));
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("Sink 'table' does not take 10 rejected records since ", health.Entries.Values.Single().Description, StringComparison.Ordinal);
        table.IsDown = false;
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        Assert.Equal(HealthStatus.Healthy, (await scenario.HealthAsync()).Status);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(tens => (tens * 10L) + 7), table.Offsets);
        Assert.All(table.Rows, row => Assert.IsType<FormatException>(row.Error));
    }
}
