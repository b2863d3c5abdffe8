using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.DeadLetters;

/// <summary>A letter that its topic refuses as too large is made smaller step by step (stack trace, error text, original headers), never dropped; key and value stay whole.</summary>
public sealed class When_a_letter_is_too_large(KafkaBroker broker)
{
    private const int Limit = 10_000;
    private const int HeaderLength = 3_000;

    // Of a batch with one record that has one header of that length and a name of one letter: 61 bytes for the batch, 14 for the record's own fields.
    private const int ValueLength = Limit - 61 - 14 - HeaderLength;

    private static readonly Dictionary<string, string> LimitedSize = new() { ["max.message.bytes"] = $"{Limit}" };

    [Fact]
    public async Task Should_arrive_reduced_when_the_message_alone_fills_the_topics_limit()
    {
        string topic = await broker.CreateTopicAsync(settings: LimitedSize);
        string letters = await broker.CreateTopicAsync(settings: LimitedSize, role: "dlq");
        await Assert.ThrowsAsync<ProduceException<byte[], byte[]>>(() => TopicWriter.WriteAsync(broker, topic, count: 1, _ => Record(ValueLength + 1)));
        await TopicWriter.WriteAsync(broker, topic, count: 1, _ => Record(ValueLength));
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);

        await scenario.StartAsync(draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)));
        await scenario.HandlesAsync(0, letters: 1);
        await scenario.StopAsync();

        ConsumeResult<byte[], byte[]> letter = Assert.Single(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Equal(Record(ValueLength).Value, letter.Message.Value);
        Assert.Equal(["dlq.error.message", "dlq.error.stacktrace", "h"], letter.Header("dlq.omitted")!.Split(',').Order());
        Assert.Null(letter.Header("h"));
        Assert.Equal(("System.InvalidOperationException", "0"), (letter.Header("dlq.error.type"), letter.Header("dlq.source.offset")));
        Assert.Equal(LetterReduction.NoOriginalHeaders, Assert.Single(scenario.EventsOf<DeadLetterDelivered>()).Reduction);
        Assert.Single(scenario.EventsOf<DeadLetterDispatched>());
        await Committed.BecomesAsync(broker, scenario.Group, topic, expected: 1);
    }

    [Fact]
    public async Task Should_hold_the_partition_when_even_the_smallest_letter_does_not_fit()
    {
        string topic = await broker.CreateTopicAsync(settings: LimitedSize);
        string letters = await broker.CreateTopicAsync(settings: LimitedSize, role: "dlq");
        await TopicWriter.WriteAsync(broker, topic, count: 1, _ => new() { Value = new byte[Limit - 80] });
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 1);
        scenario.ExpectErrors(ErrorType.Stop, count: 1);

        await scenario.StartAsync(
            draw => draw.Topic(topic, route => route.Consumer<AllBad>().DeadLetterQueue(letters, maxRetries: 0)),
            options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        await scenario.BecomesTrueAsync(() => scenario.EventsOf<DeadLetterFailed>().Count >= 2, () => "the letter was not tried twice");
        await scenario.StopAsync();

        Assert.Empty(await TopicReader.ReadAllAsync(broker, letters));
        Assert.Contains("max.message.bytes", scenario.EventsOf<DeadLetterFailed>()[0].Error.Message, StringComparison.Ordinal);
        Assert.True(await Committed.OffsetAsync(broker, scenario.Group, topic) is null or 0);
    }

    private static Message<byte[], byte[]> Record(int valueLength) => new()
    {
        Value = [.. Enumerable.Range(0, valueLength).Select(place => (byte)place)],
        Headers = [new Header("h", new byte[HeaderLength])],
    };

    private sealed class AllBad : BaseConsumer
    {
        protected override Task ConsumeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException($"{Messages.First} is bad");
    }
}
