using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.TimeLimits;

/// <summary>A message that exceeds the topic's time is cancelled, counts as failed with the kind timeout, and becomes a letter when its retries are used up; the others have their own time each.</summary>
public sealed class When_a_message_takes_too_long(KafkaBroker broker)
{
    [Fact]
    public async Task Should_cancel_retry_and_dispatch_it()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 50);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<SlowAt10>()
            .Timeout(TimeSpan.FromSeconds(1))
            .DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.HandlesAsync(49, letters: 1);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 50).Select(offset => (long)offset).Except([10]), scenario.Handled.Offsets(topic));
        Assert.Equal([1, 2], scenario.Tries.At(10));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal((10L, "timeout", "2", "Kafka.Dlq.RunTimeoutException"), (letter.SourceOffset(), letter.Header("dlq.error.kind"), letter.Header("dlq.attempts"), letter.Header("dlq.error.type")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 50);
    }

    private sealed class SlowAt10(Handled handled, Tries tries) : MessageConsumer
    {
        protected override async Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            tries.Add(message, Attempt);
            await Task.Delay(message.Offset == 10 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(1), cancellationToken);
            handled.Add(message);
        }
    }
}
