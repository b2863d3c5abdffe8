using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary><c>ShutdownAsync</c> is the place to finish what was begun: in an orderly stop it can commit and dispatch, and waits for both.</summary>
public sealed class When_a_consumer_finishes_while_it_is_shut_down(KafkaBroker broker)
{
    [Fact]
    public async Task Should_commit_and_dispatch_before_the_host_has_stopped()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<FinishesAtTheEnd>()
            .ManualOffsetManagement()
            .MaxMessages(10)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumerConsumed>().Count == 1, () => "no run ended");
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Single(scenario.EventsOf<ConsumerShutdown>());
        Assert.Equal("9", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    // Collects what it is given and does the work when it is told to end.
    private sealed class FinishesAtTheEnd(Handled handled) : BaseConsumer
    {
        private readonly List<Message> _collected = [];

        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            _collected.AddRange(Messages);
            return Task.CompletedTask;
        }

        protected override async Task ShutdownAsync(CancellationToken cancellationToken)
        {
            Assert.True(await MarkAsConsumedAndCommitAsync(_collected[4]));
            await DispatchToDlqAsync(_collected[9], "left over");
            MarkAsConsumed(_collected[9]);
            Assert.True(await CommitOffsetsAsync());
            _collected.ForEach(handled.Add);
        }
    }
}
