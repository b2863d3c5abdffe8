using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter is what its route's enrichment makes of it; one whose enrichment throws goes without it and says so, and nothing is lost.</summary>
public sealed class When_letters_are_enriched(KafkaBroker broker)
{
    [Fact]
    public async Task Should_send_what_it_made_and_never_lose_a_letter_for_it()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 3);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);
        scenario.ExpectErrors(ErrorType.Enrich, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).Enrich((draft, why) =>
        {
            draft.Key = Encoding.UTF8.GetBytes($"order-{why.Message.Offset.Value}");
            draft.Value = [.. "seen: "u8, .. draft.Value!];
            draft.SetHeader("team", why.Error is FormatException ? "import" : "billing");
            if (why.Message.Offset.Value == 1)
            {
                throw new KeyNotFoundException("no team");
            }
        }))));
        await scenario.HandlesAsync(0, letters: 3);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([0L, 1L, 2L], read.Select(letter => letter.SourceOffset()));
        Assert.Equal(["seen: 0", "1", "seen: 2"], read.Select(letter => Encoding.UTF8.GetString(letter.Message.Value)));
        Assert.Equal(["order-0", null, "order-2"], read.Select(letter => letter.Message.Key is { } key ? Encoding.UTF8.GetString(key) : null));
        Assert.Equal(["import", null, "billing"], read.Select(letter => letter.Header("team")));
        Assert.Equal([null, "System.Collections.Generic.KeyNotFoundException", null], read.Select(letter => letter.Header("dlq.enrich.error")));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 3);
    }

    private sealed class Failing : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) =>
            message.Offset.Value == 0 ? throw new FormatException("not an order") : throw new InvalidOperationException("no such customer");
    }
}
