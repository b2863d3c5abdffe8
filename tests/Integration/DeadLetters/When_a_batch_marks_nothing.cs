using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>
/// A batch consumer that marks nothing does not tell which message failed, so the first of its batch is given up, one after the other, until the bad one is reached.
/// The automatic mark of a good run covers the batches before it: they are not touched.
/// </summary>
public sealed class When_a_batch_marks_nothing(KafkaBroker broker)
{
    [Fact]
    public async Task Should_give_up_the_first_of_the_batch_until_the_bad_one_is_reached()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 30);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 8);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<BadAt13>()
            .MaxMessages(10)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.HandlesAsync(26, letters: 4);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(14, 16)).Select(offset => (long)offset), scenario.Handled.Offsets(topic));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(["10", "11", "12", "13"], read.Select(letter => letter.Text()));
        Assert.All(read, letter => Assert.Equal("2", letter.Header("dlq.attempts")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 30);
    }

    // All or nothing: a batch that holds the bad message leaves no trace.
    private sealed class BadAt13(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            if (Messages.Any(message => message.Offset == 13))
            {
                throw new InvalidOperationException("13 is among them");
            }

            foreach (Message message in Messages)
            {
                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
