using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>
/// Where nobody marks, a retry begins at the first unmarked offset, fetched anew, and the first message of the failing batch counts as the bad one:
/// those before the bad one are dispatched one by one until it is reached. The partition goes on, and nothing is committed.
/// </summary>
public sealed class When_nobody_marks_and_a_message_is_bad(KafkaBroker broker)
{
    private const int Count = 96;

    [Fact]
    public async Task Should_dispatch_up_to_it_and_go_on()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, Count);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 10);
        scenario.AllowRepeats(because: "unmarked messages are handled again with each retry");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route
            .Consumer<BadAt10>()
            .MaxMessages(6)
            .MaxWaitTime(TimeSpan.FromSeconds(10))
            .ManualOffsetManagement()
            .DeadLetterQueue(letters, maxRetries: 1)));
        await scenario.BecomesTrueAsync(
            () => scenario.Handled.Offsets(topic).Contains(Count - 1) && scenario.EventsOf<DeadLetterDelivered>().Count >= 5,
            () => $"handled up to {scenario.Handled.Offsets(topic).DefaultIfEmpty().Max()}, {scenario.EventsOf<DeadLetterDelivered>().Count} letters");
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([6, 7, 8, 9, 10], read.Select(letter => letter.SourceOffset()));
        Assert.All(read, letter => Assert.Equal("2", letter.Header("dlq.attempts")));
        Assert.Equal(
            Enumerable.Range(0, Count).Select(offset => (long)offset).Where(offset => offset != 10),
            scenario.Handled.Offsets(topic).Distinct().Order());
        Assert.All(Enumerable.Range(0, 6), offset => Assert.Equal([1, 2], scenario.Tries.At(offset)));
        Assert.All(Enumerable.Range(11, Count - 11), offset => Assert.Equal([1], scenario.Tries.At(offset)));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));
    }

    private sealed class BadAt10(Handled handled, Tries tries) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                tries.Add(message, Attempt);
                if (message.Offset == 10)
                {
                    throw new InvalidOperationException("10 is bad");
                }

                handled.Add(message);
            }

            return Task.CompletedTask;
        }
    }
}
