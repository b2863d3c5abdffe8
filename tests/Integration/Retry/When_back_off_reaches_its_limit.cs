using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>The wait doubles with each retry up to <c>MaxTimeout</c> and never above it; without growth, and for a topic with a back-off of its own, that one's values hold.</summary>
public sealed class When_back_off_reaches_its_limit(KafkaBroker broker)
{
    [Fact]
    public async Task Should_wait_no_longer_than_the_limit()
    {
        PauseOptions growing = new() { Timeout = TimeSpan.FromMilliseconds(10), MaxTimeout = TimeSpan.FromMilliseconds(50) };

        Assert.Equal([10, 20, 40, 50, 50, 50], await WaitsAsync(6, route => route, growing));
    }

    [Fact]
    public async Task Should_wait_always_the_same_without_growth()
    {
        PauseOptions even = new() { Timeout = TimeSpan.FromMilliseconds(20), ExponentialBackoff = false };

        Assert.Equal([20, 20, 20], await WaitsAsync(3, route => route, even));
    }

    [Fact]
    public async Task Should_take_the_topics_own_back_off_before_that_of_the_host()
    {
        PauseOptions ofTheHost = new() { Timeout = TimeSpan.FromHours(1), MaxTimeout = TimeSpan.FromHours(1) };

        Assert.Equal([15, 30, 40, 40], await WaitsAsync(4, route => route.Pause(TimeSpan.FromMilliseconds(15), TimeSpan.FromMilliseconds(40)), ofTheHost));
    }

    [Fact]
    public async Task Should_wait_one_second_and_then_two_unless_told_otherwise() => Assert.Equal([1_000, 2_000], await WaitsAsync(2, route => route, new PauseOptions()));

    private async Task<IEnumerable<int>> WaitsAsync(int failures, Func<TopicBuilder, TopicBuilder> pause, PauseOptions ofTheHost)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await using Scenario scenario = new(broker);
        scenario.AllowErrors(ErrorType.Consume);

        await scenario.StartAsync(draw => draw.Topic(topic, route => pause(route.Consumer<AllBad>())), options => options.Pause = ofTheHost);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count >= failures, () => $"{scenario.EventsOf<ConsumingPause>().Count} waits, expected {failures}");
        await scenario.StopAsync();

        return scenario.EventsOf<ConsumingPause>().Take(failures).Select(wait => (int)wait.Duration.TotalMilliseconds);
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
