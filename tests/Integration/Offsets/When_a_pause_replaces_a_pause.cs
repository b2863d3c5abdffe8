using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>
/// The latest pause holds, whether it is shorter or longer than the one before, asked for in the same run or, from another thread, while the earlier one lasts or is about to begin.
/// <c>Resume</c> ends it at once.
/// </summary>
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
    public async Task Should_follow_the_one_that_is_asked_for_when_the_run_has_ended_and_the_first_has_not_begun()
    {
        Scenario scenario = await RunAsync(SeeksAndPausesEndlessly, beforePause: remote => remote.Pause(Short));

        Assert.Equal(Short, Assert.Single(scenario.EventsOf<ConsumingPause>()).Duration);
    }

    [Fact]
    public async Task Should_not_begin_when_it_is_resumed_when_the_run_has_ended()
    {
        Scenario scenario = await RunAsync(SeeksAndPausesEndlessly, beforePause: remote => remote.Resume());

        Assert.Empty(scenario.EventsOf<ConsumingPause>());
    }

    [Fact]
    public async Task Should_last_longer_when_the_later_one_is_longer()
    {
        Stopwatch lasted = new();
        TimeSpan longer = TimeSpan.FromSeconds(1);

        await RunAsync(inRun: remote =>
        {
            lasted.Start();
            remote.Pause(Short);
            remote.Pause(longer);
        });

        Assert.True(lasted.Elapsed >= longer, $"all was handled {lasted.Elapsed} after a pause of {longer}");
    }

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

    // The seek leads to where the partition would go on anyway. It is told when the run has ended, and before its pause begins.
    private static void SeeksAndPausesEndlessly(Remote remote)
    {
        remote.Seek(10);
        remote.Pause(Endless);
    }

    private async Task<Scenario> RunAsync(Action<Remote> inRun, Action<Remote>? meanwhile = null, Action<Remote>? beforePause = null)
    {
        string topic = await broker.CreateTopicAsync();
        await using Scenario scenario = new(broker);
        Remote remote = new() { InFirstRun = inRun };

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<RemoteControlled>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))),
            services: services => services.AddSingleton(remote));
        scenario.Services.GetRequiredService<KafkaMonitor>().Subscribe<ConsumingSeek>(_ => beforePause?.Invoke(remote));
        await TopicWriter.WriteAsync(broker, topic, count: 20);
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

        public Action<long> Seek { get; set; } = _ => { };
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
                remote.Seek = offset => Seek(offset);
                remote.InFirstRun(remote);
            }

            return Task.CompletedTask;
        }
    }
}
