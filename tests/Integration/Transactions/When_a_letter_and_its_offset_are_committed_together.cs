using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.Transactions;

/// <summary>
/// With <c>Transactional()</c> a letter lies in the dead letter topic once the offset behind its message is committed, the letters of a source partition keep their order, and what is
/// handled needs no transaction: behind each transaction the broker writes a marker, so the markers are counted.
/// </summary>
public sealed class When_a_letter_and_its_offset_are_committed_together(KafkaBroker broker)
{
    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_use_a_transaction_for_each_letter_and_none_for_the_others(GroupProtocol protocol)
    {
        broker.RequireRealBroker("keeps no markers of transactions");
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<BadAtEach30>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Transactional())),
            options => options.Use(protocol));
        await scenario.HandlesAsync(97, letters: 3);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> found = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([30, 60, 90], found.Select(letter => letter.SourceOffset()));
        Assert.Equal([0, 2, 4], found.Select(letter => letter.Offset.Value));
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => (long)offset).Where(offset => offset is not (30 or 60 or 90)), scenario.Handled.Offsets(topic));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    private sealed class BadAtEach30(Handled handled) : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken)
        {
            if (message.Offset.Value > 0 && message.Offset.Value % 30 == 0)
            {
                throw new InvalidOperationException($"{message.Offset.Value} is bad");
            }

            handled.Add(message);
            return Task.CompletedTask;
        }
    }
}
