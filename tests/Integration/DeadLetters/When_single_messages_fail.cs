using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A consumer of single messages has each message marked as it returns, so a failing one costs its neighbours in the batch no second run.</summary>
public sealed class When_single_messages_fail(KafkaBroker broker)
{
    [Fact]
    public async Task Should_run_each_bad_message_three_times_and_its_neighbours_once()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 6);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<BadAt3And7>()
            .MaxMessages(10)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(8, letters: 2);
        await scenario.StopAsync();

        Assert.Equal(10, scenario.EventsOf<ConsumerConsume>()[0].Count);
        Assert.Equal([0, 1, 2, 4, 5, 6, 8, 9], scenario.Handled.Offsets(topic));
        Assert.All(Enumerable.Range(0, 10), offset => Assert.Equal(offset is 3 or 7 ? [1, 2, 3] : [1], scenario.Tries.At(offset)));
        Assert.Equal(["3", "7"], (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Text()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed class BadAt3And7(Handled handled, Tries tries) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (message.Offset == 3 || message.Offset == 7)
            {
                throw new InvalidOperationException($"{message.Offset} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
