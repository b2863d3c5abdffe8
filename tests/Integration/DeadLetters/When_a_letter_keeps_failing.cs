using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter that fails again and again in a route that is its own dead letter topic goes round as often as the route says, and then comes to rest in the parking topic.</summary>
public sealed class When_a_letter_keeps_failing(KafkaBroker broker)
{
    [Fact]
    public async Task Should_be_parked_after_its_depth()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        string parking = await broker.CreateTopicAsync(role: "parking");
        await TopicWriter.WriteAsync(broker, topic, count: 2);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 8);

        await scenario.StartAsync(draw => draw
            .Topic(topic, route => route.Consumer<Failing>().DeadLetterQueue(letters, maxRetries: 0))
            .Topic(letters, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).MaxDepth(3, parking))));
        await scenario.HandlesAsync(0, letters: 8);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> round = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(["1", "1", "2", "2", "3", "3"], round.Select(letter => letter.Header("dlq.depth")).Order(StringComparer.Ordinal));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> parked = await TopicReader.ReadAllAsync(broker, parking);
        Assert.Equal([("4", topic, "0"), ("4", topic, "1")], parked.Select(letter => (letter.Header("dlq.depth"), letter.Header("dlq.origin.topic"), letter.Header("dlq.origin.offset"))));
        await Committed.BecomesAsync(broker, scenario.Group, letters, expected: 6);
    }

    private sealed class Failing : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException("always");
    }
}
