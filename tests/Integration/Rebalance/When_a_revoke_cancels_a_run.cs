using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Rebalance;

/// <summary>
/// A run whose partition is revoked is told by its token. However it ends then, it counts as no failure: no error, no letter, no mark. <c>RevokedAsync</c> runs behind it,
/// and who gets the partition next, even the same member, works on it with a fresh consumer and a first attempt.
/// </summary>
public sealed class When_a_revoke_cancels_a_run(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_count_as_no_failure(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20, partitions: 2);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<HangsAt5>().DeadLetterQueue(letters, maxRetries: 0));
        ConcurrentQueue<(int Partition, string Hook)> first = new();

        Member holding = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(first));
        await scenario.BecomesTrueAsync(() => scenario.Gate.Arrived.Count == 2, () => $"{scenario.Gate.Arrived.Count} runs wait in their middle, expected 2");
        Member second = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(new ConcurrentQueue<(int, string)>()));
        await scenario.BecomesTrueAsync(() => holding.EventsOf<ConsumerRevoked>().Count == 1, () => "no run was told of a revoke");
        scenario.Gate.Open();
        await scenario.HandlesAsync(20);
        await scenario.StopAsync();

        int moved = holding.EventsOf<ConsumerRevoked>().Single().Partition.Partition;
        Assert.Equal(["initialized", "begun", "cancelled", "revoked"], first.Where(call => call.Partition == moved).Select(call => call.Hook));
        Assert.Equal(["initialized", "begun", "shutdown"], first.Where(call => call.Partition != moved).Select(call => call.Hook));
        Assert.Equal((5, 1), second.EventsOf<ConsumerConsume>()[0] is var run ? ((int)run.First.Value, run.Attempt) : default);
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10, partition: 0);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10, partition: 1);
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_begin_anew_when_the_partition_comes_back(GroupProtocol protocol)
    {
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20, partitions: 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 4);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route
            .Consumer<BadAt5>()
            .Pause(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10))
            .DeadLetterQueue(letters, maxRetries: 1));
        ConcurrentQueue<(int Partition, string Hook)> calls = new();

        Member first = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(calls));
        await scenario.BecomesTrueAsync(() => first.EventsOf<ConsumingPause>().Count == 2, () => "not both partitions wait for a retry");
        Member second = await scenario.JoinAsync(routes, options => options.Use(protocol), services => services.AddSingleton(new ConcurrentQueue<(int, string)>()));
        await scenario.BecomesTrueAsync(() => second.EventsOf<ConsumingPause>().Count == 1, () => "the second member does not wait for a retry");
        TopicPartition moved = second.Partitions.Single();
        await second.StopAsync();
        await scenario.BecomesTrueAsync(() => first.EventsOf<ConsumingPause>().Count == 3, () => "the partition did not come back");
        await scenario.StopAsync();

        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.Equal((1, 5L), (error.Attempt!.Value, error.Offset!.Value.Value)));
        Assert.Equal(["initialized", "revoked", "initialized", "shutdown"], calls.Where(call => call.Partition == moved.Partition).Select(call => call.Hook));
        Assert.Empty(scenario.EventsOf<ConsumingRetry>());
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5, partition: 0);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 5, partition: 1);
    }

    private abstract class TellsHooks(ConcurrentQueue<(int Partition, string Hook)> calls) : BaseConsumer
    {
        protected void Tell(string hook) => calls.Enqueue((Partition, hook));

        protected override Task InitializedAsync(CancellationToken cancellationToken) => TellAsync("initialized");

        protected override Task RevokedAsync(CancellationToken cancellationToken) => TellAsync("revoked");

        protected override Task ShutdownAsync(CancellationToken cancellationToken) => TellAsync("shutdown");

        private Task TellAsync(string hook)
        {
            Tell(hook);
            return Task.CompletedTask;
        }
    }

    private sealed class HangsAt5(Handled handled, Gate gate, ConcurrentQueue<(int Partition, string Hook)> calls) : TellsHooks(calls)
    {
        protected override async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 5)
                {
                    await HangAsync(message, cancellationToken);
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }
        }

        private async Task HangAsync(Message message, CancellationToken cancellationToken)
        {
            Tell("begun");
            try
            {
                await gate.PassAsync(message, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Tell("cancelled");
                Assert.True(IsRevoked);
                throw;
            }
        }
    }

    private sealed class BadAt5(Handled handled, ConcurrentQueue<(int Partition, string Hook)> calls) : TellsHooks(calls)
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 5)
                {
                    throw new InvalidOperationException($"{message} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
