using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Offsets;

/// <summary>With manual offset management a consumer that leaves its batch early, without an exception, has only committed what it marked; the rest comes again after a restart.</summary>
public sealed class When_a_batch_is_left_early(KafkaBroker broker)
{
    [Fact]
    public async Task Should_commit_only_what_was_marked()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<HandlesFour>().ManualOffsetManagement().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(2)));

        await scenario.StartAsync(routes);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumerConsumed>().Count == 1, () => "no run ended");
        await scenario.StopAsync();
        Assert.Equal([0, 1, 2, 3], scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 4);

        await scenario.StartAsync(routes);
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<ConsumerConsumed>().Count == 2, () => "no second run ended");
        await scenario.StopAsync();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 8);
    }

    private sealed class HandlesFour(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages.Take(4))
            {
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
