using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Messages that can be handled are handled once, in order, and leave no letter.</summary>
public sealed class When_nothing_fails(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_each_message_once_in_order_and_commit_behind_the_last()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<HandlesAll>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Empty(scenario.EventsOf<DeadLetterDispatched>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class HandlesAll(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
