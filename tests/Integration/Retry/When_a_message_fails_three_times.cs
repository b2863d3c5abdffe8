using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Without a dead letter queue a failing message is run again after 1, 2, 4 times the base, in attempts 1, 2, 3, 4, until it works.</summary>
public sealed class When_a_message_fails_three_times(KafkaBroker broker)
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task Should_retry_it_after_growing_waits_and_keep_the_order()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        Watch watch = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<FailsThreeTimesAt5>()),
            options => options.Pause = new PauseOptions { Timeout = Base },
            services => services.AddSingleton(watch));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3, 4], scenario.Tries.At(5));
        Assert.Equal([Base, Base * 2, Base * 4], scenario.EventsOf<ConsumingPause>().Select(pause => pause.Duration));
        Assert.All(scenario.EventsOf<ConsumingPause>(), pause => Assert.Equal((5, false), (pause.Offset.Value, pause.Manual)));
        Assert.Equal([2, 3, 4], scenario.EventsOf<ConsumingRetry>().Select(retry => retry.Attempt));
        Assert.Equal(3, watch.Waited.Count);
        Assert.All(watch.Waited.Select((wait, retry) => wait - (Base * (1 << retry))), more => Assert.True(more > -ClockTick, $"a wait was {-more} too short"));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class Watch
    {
        public long? Failed { get; set; }

        public List<TimeSpan> Waited { get; } = [];
    }

    private sealed class FailsThreeTimesAt5(Handled handled, Tries tries, Watch watch) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (IsRetrying)
            {
                watch.Waited.Add(Stopwatch.GetElapsedTime(watch.Failed!.Value));
            }

            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 5 && Attempt <= 3)
                {
                    watch.Failed = Stopwatch.GetTimestamp();
                    throw new InvalidOperationException("5 is bad three times");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
