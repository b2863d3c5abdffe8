using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A stop does not wait for a back-off to end: the waiting consumer is told by <c>ShutdownAsync</c>, what was marked is committed, and the next start goes on there with a first attempt.</summary>
public sealed class When_the_host_stops_during_a_long_back_off(KafkaBroker broker)
{
    [Fact]
    public async Task Should_stop_soon_and_lose_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        ConcurrentQueue<string> hooks = new();
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route
            .Consumer<FailsOnceAt10>()
            .Pause(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10))
            .DeadLetterQueue(letters, maxRetries: 1));

        await scenario.StartAsync(routes, services: services => services.AddSingleton(hooks));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no wait began");
        long begin = Stopwatch.GetTimestamp();
        await scenario.StopAsync();
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(15), $"the stop took {Stopwatch.GetElapsedTime(begin)}");
        Assert.Equal(["shutdown"], hooks);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);

        await scenario.StartAsync(routes, services: services => services.AddSingleton(hooks));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 1], scenario.Tries.At(10));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
    }

    private sealed class FailsOnceAt10(Handled handled, Tries tries, ConcurrentQueue<string> hooks) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 10 && tries.At(10).Count == 1)
                {
                    throw new InvalidOperationException("10 is bad at first");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }

        protected override Task ShutdownAsync(CancellationToken cancellationToken)
        {
            hooks.Enqueue("shutdown");
            return Task.CompletedTask;
        }
    }
}
