using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>A consumer that pauses at a message and returns has nothing marked for it; when the pause is over the partition goes on exactly there.</summary>
public sealed class When_a_consumer_pauses_at_its_first_message(KafkaBroker broker)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Should_mark_nothing_and_go_on_exactly_there()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        PauseWatch watch = new(scenario.Group);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<PausesAt0>()),
            options => options.CommitInterval = TimeSpan.FromMilliseconds(50),
            services => services.AddSingleton(watch));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Null(watch.CommittedBehindPause);
        Assert.True(watch.Lasted >= Length, $"the pause lasted {watch.Lasted}, expected {Length}");
        ConsumingPause pause = Assert.Single(scenario.EventsOf<ConsumingPause>());
        Assert.Equal((0, Length, true), (pause.Offset.Value, pause.Duration, pause.Manual));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class PauseWatch(string group)
    {
        public string Group => group;

        public long? CommittedBehindPause { get; set; }

        public long? Began { get; set; }

        public TimeSpan? Lasted { get; set; }
    }

    private sealed class PausesAt0(Handled handled, KafkaBroker broker, PauseWatch watch) : BaseConsumer
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (watch.Began is not { } began)
            {
                watch.Began = Stopwatch.GetTimestamp();
                Pause(Length, Messages.First.Offset);
                return;
            }

            if (watch.Lasted is null)
            {
                watch.Lasted = Stopwatch.GetElapsedTime(began);
                watch.CommittedBehindPause = await Committed.OffsetAsync(broker, watch.Group, Topic);
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }
        }
    }
}
