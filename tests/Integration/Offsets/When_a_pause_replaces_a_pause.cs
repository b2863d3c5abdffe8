using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>The latest pause holds, whether it is shorter or longer than the one before, asked for in the same run or, from another thread, while the earlier one lasts. <c>Resume</c> ends it at once.</summary>
public sealed class When_a_pause_replaces_a_pause(KafkaBroker broker)
{
    private static readonly TimeSpan Endless = TimeSpan.FromHours(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Should_follow_the_later_one_of_a_run()
    {
        Scenario scenario = await RunAsync(remote =>
        {
            remote.Pause(Endless);
            remote.Pause(Short);
        });

        Assert.Equal(Short, Assert.Single(scenario.EventsOf<ConsumingPause>()).Duration);
    }

    [Fact]
    public async Task Should_follow_the_one_that_is_asked_for_while_the_first_lasts() =>
        await RunAsync(remote => remote.Pause(Endless), meanwhile: remote => remote.Pause(Short));

    [Fact]
    public async Task Should_end_when_it_is_resumed_from_another_thread() =>
        await RunAsync(remote => remote.Pause(Endless), meanwhile: remote => remote.Resume());

    [Fact]
    public async Task Should_not_begin_when_it_is_resumed_in_the_same_run()
    {
        Scenario scenario = await RunAsync(remote =>
        {
            remote.Pause(Endless);
            remote.Resume();
        });

        Assert.Empty(scenario.EventsOf<ConsumingPause>());
    }

    private async Task<Scenario> RunAsync(Action<Remote> inRun, Action<Remote>? meanwhile = null)
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        Remote remote = new() { InFirstRun = inRun };

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RemoteControlled>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))),
            services: services => services.AddSingleton(remote));
        if (meanwhile is not null)
        {
            await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumingPause>().Count == 1, () => "no pause began");
            Assert.Equal(10, scenario.Handled.Count);
            meanwhile(remote);
        }

        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
        return scenario;
    }

    private sealed class Remote
    {
        public Action<Remote> InFirstRun { get; init; } = _ => { };

        public Action<TimeSpan> Pause { get; set; } = _ => { };

        public Action Resume { get; set; } = () => { };
    }

    private sealed class RemoteControlled(Handled handled, Remote remote) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            if (Messages.First.Offset == 0)
            {
                remote.Pause = length => Pause(length);
                remote.Resume = Resume;
                remote.InFirstRun(remote);
            }

            return Task.CompletedTask;
        }
    }
}
