using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With <c>independent: true</c> a message that becomes the failing one starts with attempt 1, so it gets exactly its retries whatever failed before it.</summary>
public sealed class When_attempts_are_counted_for_each_message(KafkaBroker broker)
{
    [Fact]
    public async Task Should_give_a_message_all_its_runs_although_another_failed_before_it()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 5);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<FailsTwiceAt4AndAlwaysAt7>().DeadLetterQueue(letters, maxRetries: 2, independent: true)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != 7), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3], scenario.Tries.At(4));
        Assert.Equal(3, scenario.Tries.At(7).Count);
        Assert.Equal([(4, 1), (4, 2), (7, 1), (7, 2), (7, 3)], scenario.EventsOf<ErrorOccurred>().Select(error => ((int)error.Offset!.Value.Value, error.Attempt!.Value)));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(("7", "3"), (letter.Text(), letter.Header("dlq.attempts")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class FailsTwiceAt4AndAlwaysAt7(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 7 || (message.Offset == 4 && tries.At(4).Count <= 2))
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
