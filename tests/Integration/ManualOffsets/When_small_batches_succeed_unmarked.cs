using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>A run that follows a good one is a first attempt, also where no run marks anything.</summary>
public sealed class When_small_batches_succeed_unmarked(KafkaBroker broker)
{
    [Fact]
    public async Task Should_begin_every_run_as_a_first_attempt()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<MarksNothing>()
            .MaxMessages(5)
            .ManualOffsetManagement()
            .DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(100);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.All(Enumerable.Range(0, 100), offset => Assert.Equal([1], scenario.Tries.At(offset)));
        Assert.All(scenario.EventsOf<ConsumerConsume>(), run => Assert.Equal((1, true), (run.Attempt, run.Count <= 5)));
        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));
    }

    private sealed class MarksNothing(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
