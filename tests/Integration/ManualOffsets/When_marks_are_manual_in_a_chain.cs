using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.ManualOffsets;

/// <summary>A letter wanders through a chain of dead letter topics with manual offset management too; nothing is committed on the way, as nobody marked.</summary>
public sealed class When_marks_are_manual_in_a_chain(KafkaBroker broker)
{
    [Fact]
    public async Task Should_end_with_one_letter_and_no_committed_offset()
    {
        List<string> chain = [];
        for (int link = 0; link < 5; link++)
        {
            chain.Add(await broker.CreateTopicAsync(role: $"link{link}"));
        }

        await TopicWriter.WriteAsync(broker, chain[0], count: 1, _ => new() { Key = [1, 2], Value = [0, 127, 255] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 8);

        await scenario.StartAsync(draw =>
        {
            for (int link = 0; link < 4; link++)
            {
                string next = chain[link + 1];
                draw.Topic(chain[link], route => route.Consumer<AllBad>().ManualOffsetManagement().DeadLetterQueue(next, maxRetries: 1));
            }
        });
        await scenario.HandlesAsync(0, letters: 4);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, chain[4]));
        Assert.Equal([0, 127, 255], letter.Message.Value);
        Assert.Equal([1, 2], letter.Message.Key);
        Assert.Equal((chain[0], chain[3], "4"), (letter.Header("dlq.origin.topic"), letter.Header("dlq.source.topic"), letter.Header("dlq.depth")));
        foreach (string link in chain.Take(4))
        {
            Assert.Null(await Committed.OffsetAsync(broker, scenario.Group, link));
        }
    }

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
