using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>With manual offset management nothing is marked but by the consumer: what nobody marks is handled, never committed, and comes again after a restart.</summary>
public sealed class When_nobody_marks(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_all_once_and_commit_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        Action<DrawBuilder> routes = draw => draw.Topic(topic, route => route.Consumer<MarksNothing>().ManualOffsetManagement().DeadLetterQueue(letters, maxRetries: 2));

        await scenario.StartAsync(routes, options => options.CommitInterval = TimeSpan.FromMilliseconds(50));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));

        scenario.AllowRepeats(because: "nothing was committed before the restart");
        await scenario.StartAsync(routes);
        await scenario.HandlesAsync(200);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic).Skip(100));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
    }

    private sealed class MarksNothing(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
