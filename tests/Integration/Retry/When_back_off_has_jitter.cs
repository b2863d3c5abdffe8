using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Jitter shortens each wait at random by no more than its fraction, for the host's back-off and for that of a topic, which keeps the host's jitter unless it says otherwise.</summary>
public sealed class When_back_off_has_jitter(KafkaBroker broker)
{
    private const int Waits = 12;

    private static readonly TimeSpan Full = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);
    private static readonly PauseOptions Shaken = new() { Timeout = Full, ExponentialBackoff = false, Jitter = 0.5 };

    [Fact]
    public async Task Should_spread_the_waits_of_the_host() => await CheckAsync(route => route, Shaken);

    [Fact]
    public async Task Should_spread_the_waits_of_a_topic() => await CheckAsync(route => route.Pause(Shaken), new PauseOptions());

    [Fact]
    public async Task Should_spread_the_waits_of_a_topic_that_says_nothing_of_it() =>
        await CheckAsync(route => route.Pause(Full, exponentialBackoff: false), new PauseOptions { Jitter = 0.5 });

    private async Task CheckAsync(Func<TopicBuilder, TopicBuilder> pause, PauseOptions ofTheHost)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 1);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, Waits);
        ConcurrentQueue<long> begun = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => pause(route.Consumer<GoodAtLast>())),
            options => options.Pause = ofTheHost,
            services => services.AddSingleton(begun));
        await scenario.HandlesAsync(1);
        await scenario.StopAsync();

        List<TimeSpan> told = [.. scenario.EventsOf<ConsumingPause>().Select(wait => wait.Duration)];
        Assert.Equal(Waits, told.Count);
        Assert.All(told, wait => Assert.InRange(wait, Full / 2, Full));
        Assert.True(told.Distinct().Count() > Waits / 2, $"the waits are not spread: {string.Join(", ", told)}");
        Assert.All(told.Zip(begun, begun.Skip(1)), wait =>
            Assert.True(Stopwatch.GetElapsedTime(wait.Second, wait.Third) > wait.First - ClockTick, $"a wait of {wait.First} was over after {Stopwatch.GetElapsedTime(wait.Second, wait.Third)}"));
    }

    private sealed class GoodAtLast(Handled handled, ConcurrentQueue<long> begun) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            begun.Enqueue(Stopwatch.GetTimestamp());
            if (Attempt <= Waits)
            {
                throw new InvalidOperationException("bad for a while");
            }

            handled.Add(Messages.First);
            return Task.CompletedTask;
        }
    }
}
