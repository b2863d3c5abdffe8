using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>Each letter is told twice: when the producer took it and when the broker acknowledged it, with the message, its target, its attempts and its error.</summary>
public sealed class When_letters_are_watched(KafkaBroker broker)
{
    [Fact]
    public async Task Should_tell_each_letter_once_when_dispatched_and_once_when_delivered()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 4);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<BadAt3And7>().DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.HandlesAsync(8, letters: 2);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        IReadOnlyList<DeadLetterDispatched> dispatched = scenario.EventsOf<DeadLetterDispatched>();

        // Each letter has its acknowledgement told for itself: two that come at the same time may be told in either order.
        List<DeadLetterDelivered> delivered = [.. scenario.EventsOf<DeadLetterDelivered>().OrderBy(letter => letter.Message.Offset.Value)];
        Assert.Equal([3, 7], dispatched.Select(letter => letter.Message.Offset.Value));
        Assert.All(dispatched, letter =>
        {
            Assert.Equal((topic, 0, letters, 2), (letter.Message.Topic, letter.Message.Partition.Value, letter.TargetTopic, letter.Attempts));
            Assert.Equal($"{letter.Message.Offset} is bad", Assert.IsType<InvalidOperationException>(letter.Error).Message);
            Assert.Equal($"{topic}-0-{letter.Message.Offset}@{scenario.Group}#1", letter.Id);
        });
        Assert.Equal(dispatched.Select(letter => (letter.Message, letter.Attempts, letter.Error, letter.Id)), delivered.Select(letter => (letter.Message, letter.Attempts, letter.Error, letter.Id)));
        Assert.Equal(read.Select(letter => letter.TopicPartitionOffset), delivered.Select(letter => letter.Target));
        Assert.All([3L, 7L], offset => Assert.Equal(["error.occurred", "error.occurred", "dead_letter_queue.dispatched", "dead_letter_queue.delivered"], NamesOf(scenario, offset)));
    }

    private static IEnumerable<string> NamesOf(Scenario scenario, long offset) => scenario.Events
        .Where(occurred => occurred is ErrorOccurred error && error.Offset == offset
            || occurred is DeadLetterDispatched dispatched && dispatched.Message.Offset == offset
            || occurred is DeadLetterDelivered delivered && delivered.Message.Offset == offset)
        .Select(occurred => occurred.Name);

    private sealed class BadAt3And7(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.Offset == 3 || message.Offset == 7)
                {
                    throw new InvalidOperationException($"{message.Offset} is bad");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
