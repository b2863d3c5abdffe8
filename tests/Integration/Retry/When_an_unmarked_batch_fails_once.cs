using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>A run that fails is repeated from the last mark on: with no mark the whole batch, with all but the last message marked only that one.</summary>
public sealed class When_an_unmarked_batch_fails_once(KafkaBroker broker)
{
    [Fact]
    public async Task Should_handle_every_message_of_it_twice_and_the_others_once()
    {
        Scenario scenario = await RunAsync<MarksNothing>();

        Assert.All(Enumerable.Range(0, 10), offset => Assert.Equal([1], scenario.Tries.At(offset)));
        Assert.All(Enumerable.Range(10, 10), offset => Assert.Equal([1, 2], scenario.Tries.At(offset)));
        Assert.All(Enumerable.Range(20, 10), offset => Assert.Equal([1], scenario.Tries.At(offset)));
    }

    [Fact]
    public async Task Should_handle_only_the_last_message_twice_when_all_others_are_marked()
    {
        Scenario scenario = await RunAsync<MarksAllButTheLast>();

        Assert.All(Enumerable.Range(0, 30), offset => Assert.Equal(offset == 19 ? [1, 2] : [1], scenario.Tries.At(offset)));
    }

    private async Task<Scenario> RunAsync<TConsumer>()
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 30);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.AllowRepeats(because: "the second batch fails after it was handled");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<TConsumer>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10))));
        await scenario.BecomesTrueAsync(() => scenario.Handled.Offsets(topic).Contains(29), () => "29 was not handled");
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 30);
        return scenario;
    }

    private class MarksNothing(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                handled.Add(message);
                Finish(message);
            }

            return Messages.Last.Offset == 19 && !IsRetrying ? throw new InvalidOperationException("the batch is bad at first") : Task.CompletedTask;
        }

        protected virtual void Finish(Message message)
        {
        }
    }

    private sealed class MarksAllButTheLast(Handled handled, Tries tries) : MarksNothing(handled, tries)
    {
        protected override void Finish(Message message)
        {
            if (message.Offset != Messages.Last.Offset)
            {
                MarkAsConsumed(message);
            }
        }
    }
}
