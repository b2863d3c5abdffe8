using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter that fails again becomes a letter of the next topic: its bytes and its origin stay, its depth grows, and its headers do not pile up.</summary>
public sealed class When_dead_letter_topics_form_a_chain(KafkaBroker broker)
{
    [Fact]
    public async Task Should_end_with_one_letter_that_knows_where_it_began()
    {
        List<string> chain = [];
        for (int link = 0; link < 5; link++)
        {
            chain.Add(await broker.CreateTopicAsync(role: $"link{link}"));
        }

        await TopicWriter.WriteAsync(broker, chain[0], count: 3, Record);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 8);

        await scenario.StartAsync(draw =>
        {
            for (int link = 0; link < 4; link++)
            {
                string next = chain[link + 1];
                draw.Topic(chain[link], route => route.Consumer<RefusesKeys>().DeadLetterQueue(next, maxRetries: 1));
            }
        });
        await scenario.HandlesAsync(2, letters: 4);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, chain[4]));
        Assert.Equal([0, 127, 255], letter.Message.Value);
        Assert.Equal([1, 2], letter.Message.Key);
        Assert.Equal((chain[0], "0", "2"), (letter.Header("dlq.origin.topic"), letter.Header("dlq.origin.partition"), letter.Header("dlq.origin.offset")));
        Assert.Equal((chain[3], "0", "0"), (letter.Header("dlq.source.topic"), letter.Header("dlq.source.partition"), letter.Header("dlq.source.offset")));
        Assert.Equal("4", letter.Header("dlq.depth"));
        Assert.Equal($"{chain[3]}-0-0@{scenario.Group}#4", letter.Header("dlq.id"));
        Assert.Equal([9], Assert.Single(letter.Message.Headers, header => header.Key == "mine").GetValueBytes());
        Assert.Equal(letter.Message.Headers.Count, letter.Message.Headers.Select(header => header.Key).Distinct().Count());
    }

    private static Message<byte[], byte[]> Record(int number) => number < 2
        ? new() { Value = [1] }
        : new() { Key = [1, 2], Value = [0, 127, 255], Headers = [new Header("mine", [9])] };

    private sealed class RefusesKeys(Handled handled) : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken)
        {
            foreach (Message message in Messages)
            {
                if (message.HasKey)
                {
                    throw new InvalidOperationException("it has a key");
                }

                handled.Add(message);
                MarkAsConsumed(message);
            }

            return Task.CompletedTask;
        }
    }
}
