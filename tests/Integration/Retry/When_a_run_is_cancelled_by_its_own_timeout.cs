using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Retry;

/// <summary>Only the cancellation of a revoke or a stop is no failure: an <see cref="OperationCanceledException"/> of the consumer's own making, such as a timeout, is counted, retried and dispatched.</summary>
public sealed class When_a_run_is_cancelled_by_its_own_timeout(KafkaBroker broker)
{
    [Fact]
    public async Task Should_count_it_as_a_failure()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<TimesOutAt10>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.HandlesAsync(99, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset != 10), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2, 3], scenario.Tries.At(10));
        Assert.Equal("10", Assert.Single(await TopicReader.ReadAllAsync(broker, letters)).Text());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class TimesOutAt10(Handled handled, Tries tries) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            if (message.Offset == 10)
            {
                using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                timeout.CancelAfter(TimeSpan.FromMilliseconds(10));
                await Task.Delay(Timeout.InfiniteTimeSpan, timeout.Token);
            }

            handled.Add(message);
        }
    }
}
