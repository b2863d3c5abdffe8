using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.RetryTopics;

/// <summary>What a message carries through retry topics, and the letter at the end.</summary>
public sealed class HopRecordTests
{
    private static readonly DateTimeOffset Due = Some.Time.AddSeconds(5);

    [Fact]
    public void Hop_tells_when_it_is_due_and_keeps_the_messages_headers()
    {
        Headers hop = Hop(SomeRecord.At(17, headers: Some.Headers(("tenant", "a"))), attempts: 1);

        Assert.Equal("2026-01-02T03:04:10.678Z", hop.Text("dlq.due_at"));
        Assert.Equal(("a", "1", "orders-0-17@billing#1"), (hop.Text("tenant"), hop.Text("dlq.attempts"), hop.Text("dlq.id")));
        Assert.Null(hop.Text("dlq.error.stacktrace"));
    }

    [Fact]
    public void Due_time_is_never_early_for_its_rounding() =>
        Assert.Equal("2026-01-02T03:04:05.679Z", DueTime.Text(Some.Time.AddTicks(1)));

    [Fact]
    public void Pass_tells_source_attempts_and_first_failure()
    {
        RetryPass pass = RetryPass.Of(Waiting(Hop(SomeRecord.At(17), attempts: 4)))!;

        Assert.Equal((new TopicPartitionOffset("orders", 0, 17), 4, Some.Time.AddMinutes(-1)), (pass.Source, pass.Attempts, pass.FirstFailedAt));
    }

    [Theory]
    [InlineData("dlq.due_at")]
    [InlineData("dlq.source.offset")]
    public void Message_that_somebody_else_wrote_into_a_retry_topic_is_its_own_source(string missing)
    {
        Headers headers = Hop(SomeRecord.At(17), attempts: 1);
        headers.Remove(missing);

        Assert.Null(RetryPass.Of(Waiting(headers)));
        Assert.StartsWith("orders.billing.retry.5s-0-3@billing#", Letter(Waiting(headers), due: null, attempts: 2).Text("dlq.id"), StringComparison.Ordinal);
    }

    [Fact]
    public void Letter_behind_two_retry_topics_is_the_sources()
    {
        Headers second = Letter(Waiting(Hop(SomeRecord.At(17, headers: Some.Headers(("tenant", "a"))), attempts: 1)), Due, attempts: 2);
        Headers letter = Letter(Waiting(second), due: null, attempts: 3);

        Assert.Equal("orders-0-17@billing#1", second.Text("dlq.id"));
        Assert.Equal(("orders-0-17@billing#1", "orders", "17", "1"), (letter.Text("dlq.id"), letter.Text("dlq.source.topic"), letter.Text("dlq.source.offset"), letter.Text("dlq.depth")));
        Assert.Equal(("orders", "0", "17"), (letter.Text("dlq.origin.topic"), letter.Text("dlq.origin.partition"), letter.Text("dlq.origin.offset")));
        Assert.Equal(("2026-01-01T00:00:00.123Z", "3", "a"), (letter.Text("dlq.source.timestamp"), letter.Text("dlq.attempts"), letter.Text("tenant")));
        Assert.Null(letter.Text("dlq.due_at"));
        Assert.Equal(letter.Count, letter.Select(header => header.Key).Distinct().Count());
    }

    [Fact]
    public void Letter_of_a_letter_that_was_retried_goes_up_in_depth_and_keeps_its_origin()
    {
        Headers before = Some.Headers(("dlq.source.topic", "carts"), ("dlq.source.partition", "2"), ("dlq.source.offset", "5"), ("dlq.depth", "1"));
        Headers letter = Letter(Waiting(Hop(SomeRecord.At(17, headers: before), attempts: 1)), due: null, attempts: 2);

        Assert.Equal(("orders-0-17@billing#2", "2", "carts", "5"), (letter.Text("dlq.id"), letter.Text("dlq.depth"), letter.Text("dlq.origin.topic"), letter.Text("dlq.origin.offset")));
    }

    [Fact]
    public void Due_time_that_the_message_came_with_is_still_there_at_the_end()
    {
        Headers letter = Letter(Waiting(Hop(SomeRecord.At(17, headers: Some.Headers(("dlq.due_at", "2026-01-01T00:00:00Z"))), attempts: 1)), due: null, attempts: 2);

        Assert.Equal("2026-01-01T00:00:00Z", letter.Text("dlq.due_at"));
    }

    private static Headers Hop(KafkaRecord message, int attempts) =>
        new DeadLetterRecord(Some.Letter(message) with { Attempts = attempts, DueAt = Due }, new DeadLetterOptions(), Some.Time).At(LetterReduction.None).Headers;

    private static Headers Letter(KafkaRecord message, DateTimeOffset? due, int attempts) => new DeadLetterRecord(
        Some.Letter(message) with { Attempts = attempts, DueAt = due, IsFromRetryTopic = true }, new DeadLetterOptions { StackTraceLimit = 0 }, Some.Time).At(LetterReduction.None).Headers;

    private static SomeRecord Waiting(Headers headers) => SomeRecord.At(3, topic: "orders.billing.retry.5s", headers: headers);
}
