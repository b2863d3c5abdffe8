using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>What a route redacts or omits is in no letter of it, by failure or by hand; the letters of another route of the same host are as ever.</summary>
public sealed class When_letters_are_redacted(KafkaBroker broker)
{
    [Fact]
    public async Task Should_write_no_secret_on_that_route_and_all_on_others()
    {
        string careful = await broker.CreateTopicAsync();
        string open = await broker.CreateTopicAsync();
        string carefulLetters = await broker.CreateTopicAsync(role: "dlq");
        string openLetters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, careful, count: 2, Record);
        await TopicWriter.WriteAsync(broker, open, count: 2, Record);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw
            .Topic(open, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(openLetters).MaxRetries(0)))
            .Topic(careful, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(carefulLetters).MaxRetries(0)
                .Redact(text => text.Replace("4711", "****", StringComparison.Ordinal))
                .RedactHeaders((name, value) => name == "authorization" ? "none"u8.ToArray() : name == "odd" ? throw new FormatException() : value)
                .OmitHeaders("dlq.host", "session"))));
        await scenario.HandlesAsync(0, letters: 4);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> redacted = await TopicReader.ReadAllAsync(broker, carefulLetters);
        Assert.Equal(2, redacted.Count);
        Assert.All(redacted, letter =>
        {
            Assert.All(letter.Message.Headers, header => Assert.DoesNotContain("4711", Encoding.UTF8.GetString(header.GetValueBytes()), StringComparison.Ordinal));
            Assert.Equal(("none", "odd"), (letter.Header("authorization"), letter.Header("dlq.omitted")));
            Assert.Equal(((string?)null, (string?)null, (string?)null), (letter.Header("session"), letter.Header("dlq.host"), letter.Header("odd")));
        });
        Assert.Contains("card ****", redacted.Select(letter => letter.Header("dlq.error.message")));

        IReadOnlyList<ConsumeResult<byte[], byte[]>> whole = await TopicReader.ReadAllAsync(broker, openLetters);
        Assert.All(whole, letter => Assert.Equal(("4711", "4711", "4711", null), (letter.Header("authorization"), letter.Header("session"), letter.Header("odd"), letter.Header("dlq.omitted"))));
        Assert.All(whole, letter => Assert.NotNull(letter.Header("dlq.host")));
        Assert.Contains("card 4711", whole.Select(letter => letter.Header("dlq.error.message")));
    }

    private static Message<byte[], byte[]> Record(int number) => new()
    {
        Value = [(byte)number],
        Headers = [new Header("authorization", "4711"u8.ToArray()), new Header("session", "4711"u8.ToArray()), new Header("odd", "4711"u8.ToArray())],
    };

    private sealed class Failing : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => message.Offset.Value == 0
            ? throw new InvalidOperationException("card 4711")
            : DispatchToDlqAsync(message, "by hand");
    }
}
