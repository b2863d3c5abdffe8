using System.Diagnostics;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Without a dead letter queue a failing message is run again after 1, 2, 4 times the base, in attempts 1, 2, 3, 4, until it works.</summary>
public sealed class When_a_message_fails_three_times(KafkaBroker broker)
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Should_retry_it_after_growing_waits_and_keep_the_order()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FailsThreeTimesAt5>()), options => options.Pause = new PauseOptions { Timeout = Base });
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count > 0, () => "no wait began");
        long begin = Stopwatch.GetTimestamp();
        await scenario.HandlesAsync(100);
        TimeSpan waited = Stopwatch.GetElapsedTime(begin);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3, 4], scenario.Tries.At(5));
        Assert.Equal([Base, Base * 2, Base * 4], scenario.EventsOf<ConsumingPause>().Select(pause => pause.Duration));
        Assert.All(scenario.EventsOf<ConsumingPause>(), pause => Assert.Equal((5, false), (pause.Offset.Value, pause.Manual)));
        Assert.Equal([2, 3, 4], scenario.EventsOf<ConsumingRetry>().Select(retry => retry.Attempt));
        Assert.True(waited >= Base * 5, $"the waits took {waited}, nearly {Base * 7} expected");
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class FailsThreeTimesAt5(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 5 && Attempt <= 3)
                {
                    throw new InvalidOperationException("5 is bad three times");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
