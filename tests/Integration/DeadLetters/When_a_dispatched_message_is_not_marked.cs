using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>With <c>markAfterDispatch: false</c> the partition goes on behind its letters, but nothing is committed for them: after a restart they come again.</summary>
public sealed class When_a_dispatched_message_is_not_marked(KafkaBroker broker)
{
    [Fact]
    public async Task Should_go_on_and_commit_nothing()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 100);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 200);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 1, markAfterDispatch: false)));
        await scenario.HandlesAsync(0, letters: 100);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal(Enumerable.Range(0, 100).Select(offset => $"{offset}"), read.Select(letter => letter.Text()));
        Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, topic));
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
