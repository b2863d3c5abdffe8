using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter larger than its route's bound is made smaller before it is sent, though its topic would take it whole; key and value stay whole.</summary>
public sealed class When_letters_are_bounded(KafkaBroker broker)
{
    [Fact]
    public async Task Should_arrive_no_larger_than_the_bound()
    {
        string topic = await broker.CreateTopicAsync();
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 2, number => new() { Value = new byte[1_000], Headers = [new Header("h", new byte[number == 0 ? 10 : 3_000])] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 2);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<Failing>().DeadLetterQueue(queue => queue.Topic(letters).MaxRetries(0).MaxLetterBytes(3_000))));
        await scenario.HandlesAsync(0, letters: 2);
        await scenario.StopAsync();

        IReadOnlyList<ConsumeResult<byte[], byte[]>> read = await TopicReader.ReadAllAsync(broker, letters);
        Assert.Equal([0L, 1L], read.Select(letter => letter.SourceOffset()));
        Assert.All(read, letter => Assert.InRange(SizeOf(letter), 1_000, 3_000));
        Assert.All(read, letter => Assert.Equal(1_000, letter.Message.Value.Length));
        Assert.Equal(["dlq.error.message,dlq.error.stacktrace", "dlq.error.message,dlq.error.stacktrace,h"], read.Select(letter => string.Join(',', letter.Header("dlq.omitted")!.Split(',').Order(StringComparer.Ordinal))));
        Assert.Equal([LetterReduction.NoErrorText, LetterReduction.NoOriginalHeaders], scenario.EventsOf<DeadLetterDelivered>().Select(delivered => delivered.Reduction));
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 2);
    }

    private static int SizeOf(ConsumeResult<byte[], byte[]> letter) =>
        (letter.Message.Key?.Length ?? 0) + letter.Message.Value.Length + letter.Message.Headers.Sum(header => header.Key.Length + header.GetValueBytes().Length);

    private sealed class Failing : MessageConsumer
    {
        protected override Task ConsumeAsync(Message message, CancellationToken cancellationToken) => throw new InvalidOperationException(new string('m', 3_000));
    }
}
