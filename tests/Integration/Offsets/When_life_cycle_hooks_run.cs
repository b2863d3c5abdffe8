using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>The hooks of a consumer run once for each partition and in order: initialized before the first message, shut down behind the last. A failing one is reported, never retried, and the work goes on. What <c>ShutdownAsync</c> marks is committed.</summary>
public sealed class When_life_cycle_hooks_run(KafkaBroker broker)
{
    [Fact]
    public async Task Should_run_once_and_in_order_for_each_partition()
    {
        (Scenario scenario, string topic, ConcurrentQueue<(int, string)> calls) = await RunAsync<TellsHooks>();

        for (int partition = 0; partition < 2; partition++)
        {
            Assert.Equal(["initialized", "consumed", "consumed", "shutdown"], calls.Where(call => call.Item1 == partition).Select(call => call.Item2));
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10, partition);
        }

        Assert.Equal(2, scenario.EventsOf<ConsumerShutdown>().Count);
        Assert.Empty(scenario.EventsOf<ConsumerRevoked>());
    }

    [Fact]
    public async Task Should_be_reported_when_they_fail_and_not_be_retried()
    {
        (Scenario scenario, string topic, ConcurrentQueue<(int, string)> calls) = await RunAsync<FailsInHooks>(announce: scenario =>
        {
            scenario.ExpectErrors(ErrorType.Initialized, count: 2);
            scenario.ExpectErrors(ErrorType.Shutdown, count: 2);
        });

        for (int partition = 0; partition < 2; partition++)
        {
            Assert.Equal(["initialized", "consumed", "consumed", "shutdown"], calls.Where(call => call.Item1 == partition).Select(call => call.Item2));
            Assert.Equal([ErrorType.Initialized, ErrorType.Shutdown], scenario.EventsOf<ErrorOccurred>().Where(error => error.Partition == partition).Select(error => error.Type));
            await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10, partition);
        }

        Assert.Empty(scenario.EventsOf<ConsumerShutdown>());
    }

    private async Task<(Scenario Scenario, string Topic, ConcurrentQueue<(int Partition, string Hook)> Calls)> RunAsync<TConsumer>(Action<Scenario>? announce = null)
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        await TopicWriter.WriteAsync(broker, topic, count: 20, partitions: 2);
        await using Scenario scenario = new(broker);
        announce?.Invoke(scenario);
        ConcurrentQueue<(int, string)> calls = new();

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<TConsumer>().ManualOffsetManagement().MaxMessages(5).MaxWaitTime(TimeSpan.FromSeconds(10))),
            services: services => services.AddSingleton(calls));
        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        return (scenario, topic, calls);
    }

    private class TellsHooks(Handled handled, ConcurrentQueue<(int Partition, string Hook)> calls) : BaseConsumer
    {
        private Message? _last;

        protected override Task InitializedAsync(CancellationToken cancellationToken) => TellAsync("initialized");

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                _last = message;
            }

            calls.Enqueue((Partition, "consumed"));
            return Task.CompletedTask;
        }

        protected override Task ShutdownAsync(CancellationToken cancellationToken)
        {
            Assert.True(MarkAsConsumed(_last!));
            return TellAsync("shutdown");
        }

        protected virtual Task TellAsync(string hook)
        {
            calls.Enqueue((Partition, hook));
            return Task.CompletedTask;
        }
    }

    private sealed class FailsInHooks(Handled handled, ConcurrentQueue<(int Partition, string Hook)> calls) : TellsHooks(handled, calls)
    {
        protected override async Task TellAsync(string hook)
        {
            await base.TellAsync(hook);
            throw new InvalidOperationException($"{hook} is bad");
        }
    }
}
