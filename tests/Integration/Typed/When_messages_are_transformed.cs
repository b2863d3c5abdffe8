using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Typed;

/// <summary>A transform writes its outputs before it marks: null drops, a message may become several records, keys and headers go along, and what fails becomes a letter of kind transform.</summary>
public sealed class When_messages_are_transformed(KafkaBroker broker)
{
    [Fact]
    public async Task Should_write_one_record_or_none_for_each_message()
    {
        string topic = await broker.CreateTopicAsync();
        string doubled = await broker.CreateTopicAsync(role: "doubled");
        await TopicWriter.WriteAsync(broker, topic, 100, number => new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes($"key {number}"),
            Value = Encoding.UTF8.GetBytes($"{number}"),
            Headers = [new Header("number", [(byte)number])],
        });
        await using Scenario scenario = new(broker);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Transform<int, string>(doubled, number => number % 2 == 0 ? $"{number * 2}" : null)));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> written = await TopicReader.ReadAtLeastAsync(broker, doubled, 50);
        await scenario.StopAsync();

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number * 4}"), written.Select(record => record.Text()));
        Assert.Equal("key 98", Encoding.UTF8.GetString(written[49].Message.Key));
        Assert.Equal([98], written[49].Message.Headers.GetLastBytes("number"));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 100);
    }

    [Fact]
    public async Task Should_give_up_what_cannot_be_transformed_and_go_on()
    {
        string topic = await broker.CreateTopicAsync();
        string output = await broker.CreateTopicAsync(role: "output");
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"), maxRetries: 1);
        await TopicWriter.WriteAsync(broker, topic, count: 20);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Transform<int, string>(output, number => number == 7 ? throw new TimeoutException("seven") : $"{number}", letters)));
        await scenario.HandlesAsync(0, letters: 1);
        await TopicReader.ReadAtLeastAsync(broker, output, 19);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters.Topic));
        Assert.Equal(("7", "transform", "System.TimeoutException", "2", $"Transform to {output}"), (letter.Text(), letter.Header("dlq.error.kind"), letter.Header("dlq.error.type"), letter.Header("dlq.attempts"), letter.Header("dlq.consumer")));
        Assert.Equal(Enumerable.Range(0, 20).Where(number => number != 7).Select(number => $"{number}"), (await TopicReader.ReadAllAsync(broker, output)).Select(record => record.Text()));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 20);
    }

    [Fact]
    public async Task Should_treat_a_failing_write_as_a_failing_transform()
    {
        string topic = await broker.CreateTopicAsync();
        string small = await broker.CreateTopicAsync(settings: new Dictionary<string, string> { ["max.message.bytes"] = "200" }, role: "small");
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"), maxRetries: 1);
        await TopicWriter.WriteAsync(broker, topic, count: 10);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);
        scenario.AllowRepeats("outputs behind the one that was refused were written already");

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Transform<int, string>(small, number => number == 3 ? new string('x', 500) : $"{number}", letters)));
        await scenario.HandlesAsync(0, letters: 1);
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 10);
        await scenario.StopAsync();

        // Innocents that travelled in one batch with the large record were refused with it, and came through alone.
        Assert.Equal(("3", "transform"), (Assert.Single(await TopicReader.ReadAllAsync(broker, letters.Topic)).Text(), (await TopicReader.ReadAllAsync(broker, letters.Topic))[0].Header("dlq.error.kind")));
        IEnumerable<string> written = (await TopicReader.ReadAllAsync(broker, small)).Select(record => record.Text());
        Assert.Equal(["0", "1", "2", "4", "5", "6", "7", "8", "9"], written.Reverse().Distinct().Reverse());
    }

    [Fact]
    public async Task Should_send_letters_on_as_they_can_be_repaired()
    {
        string topic = await broker.CreateTopicAsync();
        string parked = await broker.CreateTopicAsync(role: "parked");
        string repaired = await broker.CreateTopicAsync(role: "repaired");
        DeadLetterQueue<int> letters = new(await broker.CreateTopicAsync(role: "dlq"), maxRetries: 0);
        await TopicWriter.WriteAsync(broker, topic, 3, number => new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(number == 1 ? "no number" : $"{number}") });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw
            .Topic(topic, route => route.Consumer<Fails>(letters))
            .DeadLetterQueue(letters, route => route.TransformMany<DeadLetter<int>>(
                [repaired, parked],
                letter => letter.AsTyped() is { IsValid: true } typed
                    ? [typed.Value == 0 ? null : TransformOutput.To(repaired, typed.Value + 100)]
                    : [TransformOutput.To(parked, letter)])));
        await scenario.HandlesAsync(0, letters: 3);
        await TopicReader.ReadAtLeastAsync(broker, repaired, 1);
        await TopicReader.ReadAtLeastAsync(broker, parked, 1);
        await Committed.BecomesAsync(broker, scenario.Group, letters.Topic, expected: 3);
        await scenario.StopAsync();

        Assert.Equal("102", Assert.Single(await TopicReader.ReadAllAsync(broker, repaired)).Text());
        Assert.StartsWith("""{"originalRecord":{"$text":"no number"},"errorMessage":""", Assert.Single(await TopicReader.ReadAllAsync(broker, parked)).Text(), StringComparison.Ordinal);
    }

    private sealed class Fails : MessageConsumer<int>
    {
        protected override Task ConsumeAsync(Message<int> message, CancellationToken cancellationToken) => throw new InvalidOperationException($"{message.Payload} is not wanted");
    }
}
