using Confluent.Kafka;
using Kafka.Dlq.Tests.Integration.Support;

namespace Kafka.Dlq.Tests.Integration.RetryTopics;

/// <summary>A failing message leaves its partition at once, waits in each retry topic in turn with its count, and ends handled or as one letter of its source, byte for byte.</summary>
public sealed class When_failing_messages_wait_in_retry_topics(KafkaBroker broker)
{
    private const int Messages = 30;

    // No text, and nothing that a decoder would leave as it is.
    private static readonly byte[] Bytes = [0, 255, 254, 128, 10, 0, 195];

    private readonly Hopper.Book _book = new();

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Should_be_handled_or_end_as_one_letter_of_the_source(GroupProtocol protocol)
    {
        broker.RequireRealBroker("creates no topics for an admin client");
        string topic = await broker.CreateTopicAsync(partitions: 2);
        string letters = await broker.CreateTopicAsync(role: "dlq");
        await WriteAsync(topic);
        await using Scenario scenario = new(broker);
        scenario.ExpectErrors(ErrorType.Consume, count: 3 + 2);

        await scenario.StartAsync(Hopper.Routes(topic, letters), options => Hopper.Options(options, protocol), _book.Register);
        await scenario.HandlesAsync(Messages - 1, letters: 1);
        await scenario.StopAsync();

        string[] hops = [topic, $"{topic}.{scenario.Group}.retry.1s", $"{topic}.{scenario.Group}.retry.2s"];
        Assert.Equal(hops, _book.Of(10).Select(run => run.Place.Topic));
        Assert.Equal([(1, false), (2, false), (3, true)], _book.Of(10).Select(run => (run.Attempt, run.IsLast)));
        Assert.Equal([1, 2, 3], _book.Of(20).Select(run => run.Attempt));
        Assert.Equal(2 + 2, scenario.EventsOf<MessageRetryScheduled>().Count);
        _book.CheckThatNoneWasEarly(scenario.EventsOf<MessageRetryScheduled>());

        // The good messages behind a failing one did not wait for it.
        Assert.True(_book.Of(Messages - 1).Single().At < _book.Of(10)[1].At);
        await Committed.BecomesAsync(broker, scenario.Group, topic, Messages);
        await Committed.BecomesAsync(broker, scenario.Group, hops[2], expected: 2);
        CheckLetter(Assert.Single(await TopicReader.ReadAllAsync(broker, letters)), topic, scenario.Group);
    }

    private static void CheckLetter(ConsumeResult<byte[], byte[]> letter, string topic, string group)
    {
        Assert.Equal(($"{topic}-0-10@{group}#1", topic, "0", "10", group), (letter.Header("dlq.id"), letter.Header("dlq.source.topic"), letter.Header("dlq.source.partition"), letter.Header("dlq.source.offset"), letter.Header("dlq.source.group")));
        Assert.Equal(("3", "1", "consume", null), (letter.Header("dlq.attempts"), letter.Header("dlq.depth"), letter.Header("dlq.error.kind"), letter.Header("dlq.due_at")));
        Assert.Contains("10 is bad", letter.Header("dlq.error.message"), StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse(letter.Header("dlq.failed_at")!, null) - DateTimeOffset.Parse(letter.Header("dlq.first_failed_at")!, null) >= Hopper.First + Hopper.Second);
        Assert.Equal([.. Bytes, 10], letter.Message.Key);
        Assert.Equal([10, .. Bytes], letter.Message.Value);

        // All of the message's own, in their order and with those of equal names.
        IHeader[] own = [.. letter.Message.Headers.Where(header => !header.Key.StartsWith("dlq.", StringComparison.Ordinal))];
        Assert.Equal(["a", "b", "a"], own.Select(header => header.Key));
        Assert.Equal([Bytes, null, [10]], own.Select(header => header.GetValueBytes()));
    }

    private Task<IReadOnlyList<TopicPartitionOffset>> WriteAsync(string topic) => TopicWriter.WriteAsync(broker, topic, Messages, number => new Message<byte[], byte[]>
    {
        Key = [.. Bytes, (byte)number],
        Value = [(byte)number, .. Bytes],
        Headers = new Headers { { "a", Bytes }, new Header("b", null), { "a", [(byte)number] } },
    });
}
