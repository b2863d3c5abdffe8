using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>The edges of a batch are messages like others: its bad first and its bad last get their runs and become letters, those between and behind are handled once.</summary>
public sealed class When_the_first_and_the_last_of_a_batch_fail(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_both_and_nothing_else() => await CheckAsync<BadAtTheEdges>();

    [Fact]
    public async Task Should_dispatch_both_and_nothing_else_for_single_messages() => await CheckAsync<SingleBadAtTheEdges>();

    private async Task CheckAsync<TConsumer>()
        where TConsumer : BaseConsumer
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 6);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<TConsumer>()
            .MaxMessages(10)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(18, letters: 2);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(offset => (long)offset).Where(offset => offset is not (0 or 9)), scenario.Handled.Offsets(topic));
        Assert.All(Enumerable.Range(10, 10), offset => Assert.Equal([1], scenario.Tries.At(offset)));
        Assert.Equal([1, 2, 3], scenario.Tries.At(0));
        Assert.Equal([1, 2, 3], scenario.Tries.At(9));
        Assert.Equal(["0", "9"], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Text()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    private sealed class BadAtTheEdges(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 0 || message.Offset == 9)
                {
                    throw new InvalidOperationException($"{message.Offset} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class SingleBadAtTheEdges(Handled handled, Tries tries) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (message.Offset == 0 || message.Offset == 9)
            {
                throw new InvalidOperationException($"{message.Offset} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
