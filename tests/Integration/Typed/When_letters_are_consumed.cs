using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Kafka.Dlq.Tests.Integration.Typed;

/// <summary>A typed dead letter queue is a topic: its consumer is given the record, why it failed and where, and whether it is a valid object now.</summary>
public sealed class When_letters_are_consumed(KafkaBroker broker)
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<DeadLetter<Order>>> Seen = new();

    [Fact]
    public async Task Should_tell_the_record_the_error_and_the_source()
    {
        string topic = await broker.CreateTopicAsync();
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"), maxRetries: 0);
        string[] values = ["""{"number":7}""", """{"number":0}""", "no json"];
        await TopicWriter.WriteAsync(broker, topic, values.Length, number => new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(values[number]) });
        await TopicWriter.WriteAsync(broker, letters.Topic, 1, _ => new Message<byte[], byte[]>
        {
            Value = """{"originalRecord":{"number":9},"errorMessage":"late","errorType":"ValidationError","failedAt":"2026-01-02T03:04:05.678Z","source":"api"}"""u8.ToArray(),
        });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3);

        await scenario.StartAsync(draw => draw
            .Topic(topic, route => route.Consumer<Fails>().DeadLetterQueue(letters))
            .DeadLetterQueue(letters, route => route.Consumer<Reads>()));
        await Committed.BecomesAsync(broker, scenario.Group, letters.Topic, expected: 4);
        await scenario.StopAsync();

        DeadLetter<Order>[] read = [.. Seen[letters.Topic].OrderBy(letter => letter.Coordinates?.Offset.Value ?? -1)];
        Assert.Equal(
            [(DeadLetterSource.Ingest, "validation_error"), (DeadLetterSource.Consume, "invalid_operation"), (DeadLetterSource.Consume, "invalid_operation"), (DeadLetterSource.Deserialize, "message_deserialization")],
            read.Select(letter => (letter.Source, letter.ErrorCode)));
        Assert.Equal([9, 7], read.Take(2).Select(letter => letter.AsTyped().Value!.Number));
        Assert.Equal(["number", ""], read.Skip(2).Select(letter => Assert.Single(letter.AsTyped().Violations).Member));
        Assert.Equal(values, read.Skip(1).Select(letter => Encoding.UTF8.GetString(letter.RawRecord.Span)));
        Assert.Equal(new TopicPartitionOffset(topic, 0, 0), read[1].Coordinates);
        Assert.Equal(("7 is not wanted", new LetterCause(typeof(TimeoutException).FullName!, "the cause")), (read[1].ErrorMessage, Assert.Single(read[1].Causes)));
    }

    [Fact]
    public async Task Should_know_a_record_that_was_sent_back_and_failed_again()
    {
        string topic = await broker.CreateTopicAsync();
        string parked = await broker.CreateTopicAsync(role: "parked");
        DeadLetterQueue<Order> letters = new(await broker.CreateTopicAsync(role: "dlq"), maxRetries: 0);
        await TopicWriter.WriteAsync(broker, topic, 1, _ => new Message<byte[], byte[]> { Value = """{"number":7}"""u8.ToArray() });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw
            .Topic(topic, route => route.Consumer<Fails>().DeadLetterQueue(letters))
            .DeadLetterQueue(letters, route => route.TransformMany<DeadLetter<Order>>(
                [topic, parked],
                letter => [letter.Source == DeadLetterSource.Redrive ? TransformOutput.To(parked, $"{letter.Depth} {letter.Coordinates}") : TransformOutput.To(topic, letter.AsTyped().Value!)])));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> found = await TopicReader.ReadAtLeastAsync(broker, parked, 1);
        await scenario.StopAsync();

        Assert.Equal($"2 {new TopicPartitionOffset(topic, 0, 1)}", Assert.Single(found).Text());
    }

    private sealed record Order([Range(1, 1000)] int Number);

    private sealed class Fails : MessageConsumer<Order>
    {
        protected override Task ConsumeAsync(Message<Order> message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"{message.Payload.Number} is not wanted", new TimeoutException("the cause"));
    }

    private sealed class Reads : MessageConsumer<DeadLetter<Order>>
    {
        protected override Task ConsumeAsync(Message<DeadLetter<Order>> message, CancellationToken cancellationToken)
        {
            Seen.GetOrAdd(message.Topic, _ => new ConcurrentQueue<DeadLetter<Order>>()).Enqueue(message.Payload);
            return Task.CompletedTask;
        }
    }
}
