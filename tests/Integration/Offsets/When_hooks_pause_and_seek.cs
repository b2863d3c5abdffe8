using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>Hooks pause and seek like runs do: a pause before the first message holds it back, one at the end of the partition holds what comes later, and a seek there goes back. No run is needed for it.</summary>
public sealed class When_hooks_pause_and_seek(KafkaBroker broker)
{
    private const int Count = 10;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Should_hold_the_first_message_back()
    {
        (Scenario scenario, string topic, Clock clock) = await RunAsync(new Plan(Initialized: (consumer, clock) => { clock.Watch.Start(); consumer.Hold(Length); }), handled: Count);

        Assert.True(clock.First >= Length, $"the first message was handled {clock.First} after a pause of {Length} began");
        Assert.Equal(Enumerable.Range(0, Count).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    [Fact]
    public async Task Should_begin_where_the_first_hook_seeks()
    {
        (Scenario scenario, string topic, _) = await RunAsync(new Plan(Initialized: (consumer, _) => consumer.GoTo(4)), handled: Count - 4);

        Assert.Equal(Enumerable.Range(4, Count - 4).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    [Fact]
    public async Task Should_go_back_from_the_end()
    {
        (Scenario scenario, string topic, _) = await RunAsync(
            new Plan(Eofed: (consumer, clock) =>
            {
                if (clock.Ends++ == 0)
                {
                    consumer.GoTo(6);
                }
            }),
            handled: Count + 4);

        Assert.Equal(Enumerable.Range(0, Count).Concat(Enumerable.Range(6, 4)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    [Fact]
    public async Task Should_hold_what_comes_behind_the_end()
    {
        (Scenario scenario, string topic, Clock clock) = await RunAsync(
            new Plan(Eofed: (consumer, clock) =>
            {
                if (clock.Ends++ == 0)
                {
                    consumer.Hold(Length);
                    clock.Watch.Start();
                }
            }),
            handled: Count + 1,
            meanwhile: async (scenario, topic) =>
            {
                await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no pause began");
                await TopicWriter.WriteAsync(broker, topic, count: 1);
            });

        Assert.True(clock.Last >= Length, $"what came behind the end was handled {clock.Last} after a pause of {Length} began");
        Assert.Equal(Enumerable.Range(0, Count + 1).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    private async Task<(Scenario Scenario, string Topic, Clock Clock)> RunAsync(Plan plan, int handled, Func<Scenario, string, Task>? meanwhile = null)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.AllowRepeats("a hook may seek back");
        Clock clock = new();

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Obeys>().Eofed()), services: services => services.AddSingleton(plan).AddSingleton(clock));
        await (meanwhile?.Invoke(scenario, topic) ?? Task.CompletedTask);
        await scenario.HandlesAsync(handled);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Math.Max(Count, scenario.Handled.Offsets(topic).Max() + 1));
        return (scenario, topic, clock);
    }

    private sealed record Plan(Action<Obeys, Clock>? Initialized = null, Action<Obeys, Clock>? Eofed = null);

    private sealed class Clock
    {
        public Stopwatch Watch { get; } = new();

        public TimeSpan? First { get; set; }

        public TimeSpan? Last { get; set; }

        public int Ends { get; set; }
    }

    private sealed class Obeys(Handled handled, Plan plan, Clock clock) : BaseConsumer
    {
        public void Hold(TimeSpan length) => Pause(length);

        public void GoTo(long offset) => Seek(offset);

        protected override Task InitializedAsync(CancellationToken cancellationToken)
        {
            plan.Initialized?.Invoke(this, clock);
            return Task.CompletedTask;
        }

        protected override Task EofedAsync(CancellationToken cancellationToken)
        {
            plan.Eofed?.Invoke(this, clock);
            return Task.CompletedTask;
        }

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            clock.First ??= clock.Watch.Elapsed;
            clock.Last = clock.Watch.Elapsed;
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
