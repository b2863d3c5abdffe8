using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A dispatch by hand needs a dead letter queue. Without one it throws and says what to add; like any other exception that fails the run, and nothing is lost.</summary>
public sealed class When_a_topic_has_no_dead_letter_queue(KafkaBroker broker)
{
    [Fact]
    public async Task Should_refuse_the_dispatch_and_keep_the_message()
    {
        string topic = await broker.CreateTopicAsync();
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<GivesUpTwice>()));
        await scenario.HandlesAsync(10);
        await scenario.StopAsync();

        Assert.All(scenario.EventsOf<ErrorOccurred>(), error =>
        {
            InvalidOperationException refused = Assert.IsType<InvalidOperationException>(error.Error);
            Assert.Contains($"topic '{topic}'", refused.Message, StringComparison.Ordinal);
            Assert.Contains(".DeadLetterQueue(", refused.Message, StringComparison.Ordinal);
        });
        Assert.Equal([1, 2, 3], scenario.Tries.At(5));
        Assert.Empty(scenario.EventsOf<DeadLetterDispatched>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed class GivesUpTwice(Handled handled, Tries tries) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (message.Offset == 5 && Attempt == 1)
            {
                DispatchToDlq(message, "not wanted");
            }

            if (message.Offset == 5 && Attempt == 2)
            {
                await DispatchToDlqAsync(message, "not wanted");
            }

            handled.Add(message);
        }
    }
}
