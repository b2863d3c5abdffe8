using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Failures of one streak add up whatever message fails: a message that fails behind one that failed before it has fewer runs left. A good run ends the streak.</summary>
public sealed class When_failures_of_several_messages_add_up(KafkaBroker broker)
{
    [Fact]
    public async Task Should_count_the_failure_of_an_earlier_message_in_the_same_streak()
    {
        (Scenario scenario, IReadOnlyList<ConsumeResult<byte[], byte[]>> letters) = await RunAsync(batch: 10, errors: 3);

        Assert.Equal([(4, 1), (7, 2), (7, 3)], Failures(scenario));
        Assert.Equal([2, 3], scenario.Tries.At(7));
        Assert.Equal(("7", "3"), (Assert.Single(letters).Text(), letters[0].Header("dlq.attempts")));
    }

    [Fact]
    public async Task Should_count_anew_when_a_good_run_lies_between()
    {
        (Scenario scenario, IReadOnlyList<ConsumeResult<byte[], byte[]>> letters) = await RunAsync(batch: 1, errors: 4);

        Assert.Equal([(4, 1), (7, 1), (7, 2), (7, 3)], Failures(scenario));
        Assert.Equal([1, 2, 3], scenario.Tries.At(7));
        Assert.Equal(("7", "3"), (Assert.Single(letters).Text(), letters[0].Header("dlq.attempts")));
    }

    private static IEnumerable<(int Offset, int Attempt)> Failures(Scenario scenario) =>
        scenario.EventsOf<ErrorOccurred>().Select(error => ((int)error.Offset!.Value.Value, error.Attempt!.Value));

    private async Task<(Scenario Scenario, IReadOnlyList<ConsumeResult<byte[], byte[]>> Letters)> RunAsync(int batch, int errors)
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, errors);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<FailsOnceAt4AndAlwaysAt7>()
            .MaxMessages(batch)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != 7), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
        return (scenario, await TopicReader.ReadAllAsync(broker, letters));
    }

    private sealed class FailsOnceAt4AndAlwaysAt7(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 7 || (message.Offset == 4 && tries.At(4).Count == 1))
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
