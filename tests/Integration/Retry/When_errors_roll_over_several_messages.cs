using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>When each message of a batch fails once, one after the other, the failures are one streak: collectively they use up the retries, independently none does, and without a dead letter queue they only wait.</summary>
public sealed class When_errors_roll_over_several_messages(KafkaBroker broker)
{
    [Fact]
    public async Task Should_dispatch_each_third_when_failures_add_up()
    {
        (Scenario scenario, string topic, IEnumerable<string> letters) = await RunAsync(lettersExpected: 3, (route, target) => route.DeadLetterQueue(target, maxRetries: 2));

        Assert.Equal([0, 1, 3, 4, 6, 7, 9], scenario.Handled.Offsets(topic));
        Assert.Equal(["2", "5", "8"], letters);
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3, 1], scenario.EventsOf<ErrorOccurred>().Select(error => error.Attempt!.Value));
    }

    [Fact]
    public async Task Should_dispatch_none_when_each_message_is_counted_alone()
    {
        (Scenario scenario, string topic, IEnumerable<string> letters) = await RunAsync(lettersExpected: 0, (route, target) => route.DeadLetterQueue(target, maxRetries: 2, independent: true));

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Empty(letters);
        Assert.All(scenario.EventsOf<ErrorOccurred>(), error => Assert.Equal(1, error.Attempt));
    }

    [Fact]
    public async Task Should_handle_all_in_order_without_a_dead_letter_queue()
    {
        (Scenario scenario, string topic, _) = await RunAsync(lettersExpected: 0, (route, _) => route);

        Assert.Equal(Enumerable.Range(0, 10).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        Assert.Equal(Enumerable.Range(1, 10), scenario.EventsOf<ErrorOccurred>().Select(error => error.Attempt!.Value));
    }

    private async Task<(Scenario Scenario, string Topic, IEnumerable<string> Letters)> RunAsync(int lettersExpected, Func<TopicBuilder, string, TopicBuilder> queue)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 10);

        await scenario.StartAsync(draw => draw.Topic(topic, route => queue(route.Consumer<EachFailsOnce>().MaxMessages(10).MaxWaitTime(TimeSpan.FromSeconds(10)), letters)));
        await scenario.HandlesAsync(10 - lettersExpected, lettersExpected);
        await scenario.StopAsync();

        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
        return (scenario, topic, (await TopicReader.ReadAllAsync(broker, letters)).Select(letter => letter.Text()));
    }

    private sealed class EachFailsOnce(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (tries.At(message.Offset.Value).Count == 1)
                {
                    throw new InvalidOperationException($"{message.Offset} is bad at first");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
