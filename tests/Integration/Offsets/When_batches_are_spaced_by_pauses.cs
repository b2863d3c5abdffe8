using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A pause without an offset goes on behind its batch: the order is kept and at least the pause lies between two batches. Without a duration it lasts as long as the back-off's base.</summary>
public sealed class When_batches_are_spaced_by_pauses(KafkaBroker broker)
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Should_keep_the_order_and_at_least_the_pause_between_batches() => await CheckAsync(new Asked(Length), options => { });

    [Fact]
    public async Task Should_take_the_base_of_the_back_off_for_a_pause_without_a_duration() =>
        await CheckAsync(new Asked(null), options => options.Pause = new PauseOptions { Timeout = Length });

    private async Task CheckAsync(Asked asked, Action<KafkaDlqOptions> pause)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await TopicWriter.WriteAsync(broker, topic, count: 200, partitions: 2);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<PausesAfterEach>().MaxMessages(25).MaxWaitTime(TimeSpan.FromSeconds(10))),
            options => pause(options),
            services => services.AddSingleton(asked));
        await scenario.HandlesAsync(200);
        await scenario.StopAsync();

        for (int partition = 0; partition < 2; partition++)
        {
            Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic, partition));
        }

        Assert.All(scenario.EventsOf<ConsumingPause>(), wait => Assert.Equal((Length, true), (wait.Duration, wait.Manual)));
        Assert.Equal(3, asked.Between.Count);
        Assert.All(asked.Between, between => Assert.True(between >= Length, $"only {between} between two batches"));
    }

    private sealed class Asked(TimeSpan? length)
    {
        public TimeSpan? Length => length;

        public long? Last { get; set; }

        public ConcurrentQueue<TimeSpan> Between { get; } = [];
    }

    // Only partition 0 pauses; partition 1 is told nothing and has no waits between its batches.
    private sealed class PausesAfterEach(Handled handled, Asked asked) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (Partition == 0)
            {
                Space();
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }

        private void Space()
        {
            if (asked.Last is { } last)
            {
                asked.Between.Enqueue(Stopwatch.GetElapsedTime(last));
            }

            Pause(asked.Length);
            asked.Last = Stopwatch.GetTimestamp();
        }
    }
}
