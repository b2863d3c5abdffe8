using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Delays;

/// <summary>Records of a topic with a delay are handled when they are due, never before; their partition waits without harm to others, to the group or to health.</summary>
public sealed class When_a_topic_has_a_delay(KafkaBroker broker)
{
    private readonly Moments _moments = new();

    [Fact]
    public async Task Should_handle_each_record_when_it_is_due()
    {
        TimeSpan delay = TimeSpan.FromSeconds(1);
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await using Scenario scenario = new(broker);
        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Timed>().DelayBy(delay)), services: Services);

        // Written at once, and due one after the other.
        DateTimeOffset first = DateTimeOffset.UtcNow.AddSeconds(3);
        IReadOnlyList<TopicPartitionOffset> places = await TopicWriter.WriteAsync(broker, topic, 400, number => At(first.AddMilliseconds(10 * number)), number => number % 2);
        await scenario.HandlesAsync(400);
        await scenario.StopAsync();

        double[] lateness = [.. places.Select((place, number) => (_moments.All[place] - DueAt(first, number, delay)).TotalMilliseconds).Order()];
        TestContext.Current.SendDiagnosticMessage($"lateness of 400 records: p50 {lateness[199]:0.0} ms, p99 {lateness[395]:0.0} ms, most {lateness[399]:0.0} ms");
        Assert.True(lateness[0] >= 0, $"A record was handled {-lateness[0]} ms before it was due.");
        Assert.True(lateness[395] < 5_000, $"99 of 100 records were handled within {lateness[395]} ms after they were due.");
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 200);
    }

    [Fact]
    public async Task Should_let_other_topics_go_on_and_stay_healthy_beyond_the_time_between_polls()
    {
        broker.RequireRealBroker("removes no member for its polls");
        TimeSpan delay = TimeSpan.FromSeconds(8);
        string delayed = await broker.CreateTopicAsync();
        string other = await broker.CreateTopicAsync(role: "other");
        await using Scenario scenario = new(broker);
        await scenario.StartAsync(
            draw => draw.Topic(delayed, route => route.Consumer<Timed>().DelayBy(delay)).Topic(other, route => route.Consumer<Timed>()),
            options =>
            {
                options.Concurrency = 1;
                options.Health = new HealthOptions { StuckAfter = TimeSpan.FromSeconds(1) };
                options.Kafka["session.timeout.ms"] = "6000";
                options.Kafka["max.poll.interval.ms"] = "6000";
            },
            Services);

        await TopicWriter.WriteAsync(broker, delayed, count: 1);
        await TopicWriter.WriteAsync(broker, other, count: 100);
        await scenario.HandlesAsync(100);
        Assert.Equal(100, scenario.Handled.Offsets(other).Count);
        Assert.Empty(scenario.Handled.Offsets(delayed));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingDelay>().Count > 0, () => "the wait is not told");
        DateTimeOffset dueAt = Assert.Single(scenario.EventsOf<ConsumingDelay>()).DueAt;

        HealthStatus worst = HealthStatus.Healthy;
        await scenario.BecomesTrueAsync(
            () =>
            {
                worst = (HealthStatus)Math.Min((int)worst, (int)scenario.HealthAsync().GetAwaiter().GetResult().Status);
                return scenario.Handled.Count == 101;
            },
            () => "the delayed message is not handled");
        await scenario.StopAsync();

        Assert.True(_moments.All[new TopicPartitionOffset(delayed, 0, 0)] >= dueAt);
        Assert.Equal(HealthStatus.Healthy, worst);
        Assert.Empty(scenario.EventsOf<PartitionsLost>());
    }

    [Fact]
    public async Task Should_count_from_the_header_and_go_on_waiting_after_a_restart()
    {
        string topic = await broker.CreateTopicAsync();
        DateTimeOffset dueAt = DateTimeOffset.UtcNow.AddSeconds(6);
        await TopicWriter.WriteAsync(broker, topic, 1, _ => At(DateTimeOffset.UtcNow.AddHours(-1), dueAt));
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Timed>().DelayBy(TimeSpan.Zero)), services: Services);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingDelay>().Count > 0 || scenario.Handled.Count > 0, () => "the partition does not wait");
        await scenario.StopAsync();
        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Timed>().DelayBy(TimeSpan.Zero)), services: Services);
        await scenario.HandlesAsync(1);
        await scenario.StopAsync();

        Assert.True(Assert.Single(_moments.All).Value >= dueAt, "It was handled before it was due.");
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 1);
    }

    [Fact]
    public async Task Should_count_from_the_brokers_time_where_that_is_the_timestamp()
    {
        string topic = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { ["message.timestamp.type"] = "LogAppendTime" });
        await using Scenario scenario = new(broker);
        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Timed>().DelayBy(TimeSpan.FromSeconds(2))), services: Services);

        // The producer's time is long ago, and counts for nothing.
        DateTimeOffset before = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await TopicWriter.WriteAsync(broker, topic, 1, _ => At(before.AddDays(-1)));
        await scenario.HandlesAsync(1);
        await scenario.StopAsync();

        Assert.True(Assert.Single(_moments.All).Value >= before.AddSeconds(2), "It was handled before it was due.");
    }

    private static Message<byte[], byte[]> At(DateTimeOffset written, DateTimeOffset? dueAt = null)
    {
        Message<byte[], byte[]> message = new() { Value = [1], Timestamp = new Timestamp(written), Headers = [] };
        if (dueAt is { } time)
        {
            message.Headers.Add("dlq.due_at", Encoding.UTF8.GetBytes($"{time:O}"));
        }

        return message;
    }

    private static DateTimeOffset DueAt(DateTimeOffset first, int number, TimeSpan delay) =>
        DateTimeOffset.FromUnixTimeMilliseconds(first.AddMilliseconds(10 * number).ToUnixTimeMilliseconds()) + delay;

    private void Services(IServiceCollection services) => services.AddSingleton(_moments);
}
