using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Writing;

public sealed class LetterWritingTests
{
    private static readonly DeadLetterOptions Host = new() { Redact = text => $"host: {text}" };

    [Fact]
    public void A_routes_redaction_takes_the_place_of_the_hosts()
    {
        Headers written = Write(queue => queue.Redact(text => text.Replace("4711", "*", StringComparison.Ordinal)), Some.Letter(error: Some.Thrown(new InvalidOperationException("card 4711"))));

        Assert.Equal("card *", written.Text("dlq.error.message"));
        Assert.DoesNotContain("host:", written.Text("dlq.error.stacktrace"), StringComparison.Ordinal);
        Assert.StartsWith("host: card 4711", Write(_ => { }, Some.Letter(error: new InvalidOperationException("card 4711"))).Text("dlq.error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_redaction_that_throws_leaves_the_text_out_and_says_so() =>
        Assert.Equal("(left out: Redact threw System.FormatException)", Write(queue => queue.Redact(_ => throw new FormatException("card 4711"))).Text("dlq.error.message"));

    [Fact]
    public void Headers_are_rewritten_left_out_or_kept_in_their_order()
    {
        Headers headers = Some.Headers(("a", "1"), ("authorization", "secret"), ("b", null), ("token", "secret"), ("a", "2"));
        List<string> asked = [];

        Headers written = Write(
            queue => queue.RedactHeaders((name, value) =>
            {
                asked.Add(name);
                return name == "authorization" ? "***"u8.ToArray() : name == "token" ? null : value;
            }),
            Some.Letter(SomeRecord.At(1, headers: headers)));

        Assert.Equal(["a", "authorization", "token", "a"], asked);
        Assert.Equal(["a=1", "authorization=***", "b=", "a=2"], written.Where(header => !DeadLetterHeaders.IsOwned(header.Key)).Select(Shown));
        Assert.Null(written.Text("dlq.omitted"));
    }

    [Fact]
    public void A_header_whose_redaction_throws_is_left_out_and_named()
    {
        Headers written = Write(queue => queue.RedactHeaders((name, value) => name == "b" ? throw new FormatException() : value), Some.Letter(SomeRecord.At(1, headers: Some.Headers(("a", "1"), ("b", "2")))));

        Assert.Equal("1", written.Text("a"));
        Assert.Null(written.Text("b"));
        Assert.Equal("b", written.Text("dlq.omitted"));
    }

    [Fact]
    public void A_redaction_that_writes_into_the_value_does_not_change_the_message()
    {
        SomeRecord message = SomeRecord.At(1, headers: Some.Headers(("a", "1")));
        Write(
            queue => queue.RedactHeaders((_, value) =>
            {
                value[0] = 0;
                return value;
            }),
            Some.Letter(message));

        Assert.Equal("1", message.Headers.Text("a"));
    }

    [Fact]
    public void Headers_that_the_route_omits_are_not_written_nor_named()
    {
        string[] omitted = ["dlq.error.stacktrace", "dlq.error.message", "dlq.error.type", "dlq.host", "dlq.consumer", "dlq.source.timestamp", "dlq.failed_at", "dlq.error.kind", "a", "traceparent"];
        DeadLetter letter = Some.Letter(SomeRecord.At(1, headers: Some.Headers(("a", "1"), ("b", "2"), ("traceparent", "x"))), Some.Thrown(new InvalidOperationException("x")));

        Headers all = Write(_ => { }, letter);
        Headers some = Write(queue => queue.OmitHeaders(omitted), letter);

        Assert.All(omitted, name => Assert.NotNull(all.Text(name)));
        Assert.Equal(all.Select(header => header.Key).Except(omitted), some.Select(header => header.Key));
    }

    [Theory]
    [InlineData(100_000, LetterReduction.None)]
    [InlineData(8_000, LetterReduction.NoStackTrace)]
    [InlineData(3_900, LetterReduction.NoErrorText)]
    [InlineData(1_024, LetterReduction.NoOriginalHeaders)]
    public void A_letter_begins_at_the_first_step_that_keeps_its_bound(int bound, LetterReduction expected)
    {
        DeadLetter letter = Some.Letter(SomeRecord.At(1, headers: Some.Headers(("big", new string('h', 3_000)))), new Deep());

        DeadLetterRecord record = Record(queue => queue.MaxLetterBytes(bound), letter);

        Assert.Equal(expected, record.Least);
        Assert.Null(record.Exceeds);
        Assert.InRange(LetterBound.SizeOf(record.At(record.Least)), 1, bound);
        Assert.True(expected == LetterReduction.None || LetterBound.SizeOf(record.At(expected - 1)) > bound);
    }

    [Fact]
    public void A_letter_that_keeps_its_bound_at_no_step_is_as_one_that_its_topic_refuses()
    {
        SomeRecord message = new(new TopicPartitionOffset("orders", 0, 1), default, null, new byte[2_000], null);

        DeadLetterRecord record = Record(queue => queue.MaxLetterBytes(1_999), Some.Letter(message));

        Assert.Equal(ErrorCode.MsgSizeTooLarge, record.Exceeds!.Error.Code);
        Assert.Contains("MaxLetterBytes allows 1999", record.Exceeds.Error.Reason, StringComparison.Ordinal);
    }

    private static string Shown(IHeader header) => $"{header.Key}={(header.GetValueBytes() is { } value ? Encoding.UTF8.GetString(value) : "")}";

    private static Headers Write(Action<DeadLetterQueueBuilder> say, DeadLetter? letter = null)
    {
        DeadLetterRecord record = Record(say, letter ?? Some.Letter());
        return record.At(record.Least).Headers;
    }

    private static DeadLetterRecord Record(Action<DeadLetterQueueBuilder> say, DeadLetter letter) => new(letter with { Queue = Some.Queue(say) }, Host, Some.Time);

    /// <summary>An error of known length: 2,000 bytes of text and more than 4,096 of a stack trace.</summary>
    private sealed class Deep() : Exception(new string('m', 2_000))
    {
        public override string StackTrace { get; } = new('s', 5_000);
    }
}
