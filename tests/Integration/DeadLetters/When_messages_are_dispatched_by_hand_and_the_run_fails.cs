using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A run that dispatches by hand and then throws dispatches again when it is retried: the letters are repeats of the sources, told apart by nothing, with equal ids.</summary>
public sealed class When_messages_are_dispatched_by_hand_and_the_run_fails(KafkaBroker broker)
{
    [Fact]
    public async Task Should_send_only_source_payloads_and_repeat_their_ids()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 30);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<DispatchesAllAndThrows>().DeadLetterQueue(letters, maxRetries: 2)));
        await scenario.BecomesTrueAsync(
            () => scenario.EventsOf<DeadLetterDelivered>().Count(letter => letter.Error is not null) == 10,
            () => $"{scenario.EventsOf<DeadLetterDelivered>().Count} letters delivered, expected one of each message for its failure among them");
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(Enumerable.Range(0, 10).Select(offset => $"{offset}"), read.Select(letter => letter.Text()).Distinct().Order());
        Assert.All(read, letter => Assert.Equal($"{topic}-0-{letter.Text()}@{scenario.Group}#1", letter.Header("dlq.id")));
        Assert.Equal(10, read.Count(letter => letter.Header("dlq.error.kind") == "consume"));
        Assert.Equal(3, read.Count(letter => letter.Text() == "0" && letter.Header("dlq.error.kind") == "manual"));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
    }

    private sealed class DispatchesAllAndThrows : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                DispatchToDlq(message, "by hand");
            }

            throw new InvalidOperationException("after all");
        }
    }
}
