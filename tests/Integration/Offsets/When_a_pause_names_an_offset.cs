using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>
/// A pause with an offset goes on exactly there, before or behind the batch, for batches and for single messages; the automatic mark of its run is suppressed.
/// A pause that cannot be, of less than no time or at no offset, fails the run and loses nothing.
/// </summary>
public sealed class When_a_pause_names_an_offset(KafkaBroker broker)
{
    private const int Count = 40;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(15)]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(33)]
    public async Task Should_go_on_there_behind_a_batch(int target)
    {
        (Scenario scenario, string topic) = await RunAsync<PausesAtTheEndOfItsBatch>(new Plan(At: 19, Short, target));

        Assert.Equal(Enumerable.Range(0, 20).Concat(Enumerable.Range(target, Count - target)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal((target, Short, true), Assert.Single(scenario.EventsOf<ConsumingPause>()) is var pause ? ((int)pause.Offset.Value, pause.Duration, pause.Manual) : default);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(3)]
    [InlineData(33)]
    public async Task Should_go_on_there_behind_a_single_message(int target)
    {
        (Scenario scenario, string topic) = await RunAsync<PausesBehindItsMessage>(new Plan(At: 15, Short, target));

        Assert.Equal(Enumerable.Range(0, 16).Concat(Enumerable.Range(target, Count - target)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
    }

    [Theory]
    [InlineData(-1, 15)]
    [InlineData(50, -5)]
    public async Task Should_fail_the_run_when_it_cannot_be(int milliseconds, int target)
    {
        (Scenario scenario, string topic) = await RunAsync<PausesBehindItsMessage>(new Plan(At: 15, TimeSpan.FromMilliseconds(milliseconds), target), errors: 1);

        Assert.Equal(Enumerable.Range(0, 16).Concat(Enumerable.Range(15, Count - 15)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.IsType<ArgumentOutOfRangeException>(Assert.Single(scenario.EventsOf<ErrorOccurred>()).Error);
        Assert.DoesNotContain(scenario.EventsOf<ConsumingPause>(), pause => pause.Manual);
    }

    private async Task<(Scenario Scenario, string Topic)> RunAsync<TConsumer>(Plan plan, int errors = 0)
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, errors);
        scenario.AllowRepeats("the pause goes on at an offset that may have been handled");

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<TConsumer>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(1))),
            services: services => services.AddSingleton(plan));
        await scenario.BecomesTrueAsync(() => scenario.Handled.Offsets(topic).Contains(Count - 1), () => $"handled {string.Join(',', scenario.Handled.Offsets(topic))}");
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: Count);
        return (scenario, topic);
    }

    private sealed record Plan(long At, TimeSpan Length, long Target);

    private sealed class PausesAtTheEndOfItsBatch(Handled handled, Tries tries, Plan plan) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            if (Messages.Last.Offset == plan.At && tries.Count == 0)
            {
                tries.Add(Messages.Last, Attempt);
                Pause(plan.Length, plan.Target);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class PausesBehindItsMessage(Handled handled, Tries tries, Plan plan) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            handled.Add(message);
            if (message.Offset == plan.At && tries.Count == 0)
            {
                tries.Add(message, Attempt);
                Pause(plan.Length, plan.Target);
            }

            return Task.CompletedTask;
        }
    }
}
