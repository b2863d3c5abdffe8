using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Unit.Dlq.Support;
using System.Reflection;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class DeadLetterRecordTests
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Fact]
    public void A_first_letter_has_these_headers_in_this_order()
    {
        Headers headers = Record(Some.Letter(SomeRecord.At(17, partition: 4), Some.Thrown(new InvalidOperationException("no such customer")))).Headers;

        Assert.Equal(
            [
                "dlq.id", "dlq.source.topic", "dlq.source.partition", "dlq.source.offset", "dlq.source.timestamp", "dlq.source.group", "dlq.depth",
                "dlq.attempts", "dlq.first_failed_at", "dlq.failed_at", "dlq.error.kind", "dlq.error.type", "dlq.error.message",
                "dlq.error.stacktrace", "dlq.consumer", "dlq.host",
            ],
            headers.Select(header => header.Key));
        Assert.Equal("orders-4-17@billing#1", headers.Text("dlq.id"));
        Assert.Equal("orders", headers.Text("dlq.source.topic"));
        Assert.Equal("4", headers.Text("dlq.source.partition"));
        Assert.Equal("17", headers.Text("dlq.source.offset"));
        Assert.Equal("2026-01-01T00:00:00.123Z", headers.Text("dlq.source.timestamp"));
        Assert.Equal("billing", headers.Text("dlq.source.group"));
        Assert.Equal("1", headers.Text("dlq.depth"));
        Assert.Equal("3", headers.Text("dlq.attempts"));
        Assert.Equal("2026-01-02T03:03:05.678Z", headers.Text("dlq.first_failed_at"));
        Assert.Equal("2026-01-02T03:04:05.678Z", headers.Text("dlq.failed_at"));
        Assert.Equal("consume", headers.Text("dlq.error.kind"));
        Assert.Equal("System.InvalidOperationException", headers.Text("dlq.error.type"));
        Assert.Equal("no such customer", headers.Text("dlq.error.message"));
        Assert.Contains(nameof(Some.Thrown), headers.Text("dlq.error.stacktrace"), StringComparison.Ordinal);
        Assert.Equal("OrdersConsumer", headers.Text("dlq.consumer"));
        Assert.Equal(Environment.MachineName, headers.Text("dlq.host"));
    }

    [Fact]
    public void A_letter_dispatched_by_hand_has_the_reason_and_no_error()
    {
        Headers headers = Record(Some.Letter() with { Error = null, Kind = ErrorKind.Manual, Reason = "negative total", Consumer = null, Attempts = 0 }).Headers;

        Assert.Equal("manual", headers.Text("dlq.error.kind"));
        Assert.Equal("negative total", headers.Text("dlq.reason"));
        Assert.Equal("0", headers.Text("dlq.attempts"));
        Assert.DoesNotContain(headers, header => header.Key is "dlq.error.type" or "dlq.error.message" or "dlq.error.stacktrace" or "dlq.consumer");
    }

    [Fact]
    public void Times_of_other_zones_are_written_in_utc() =>
        Assert.Equal(
            "2026-01-02T03:04:05.678Z",
            Record(Some.Letter() with { FailedAt = Some.Time.ToOffset(TimeSpan.FromHours(9)) }).Headers.Text("dlq.failed_at"));

    [Theory]
    [InlineData(0, TimestampType.NotAvailable)]
    [InlineData(long.MaxValue, TimestampType.CreateTime)]
    [InlineData(long.MinValue, TimestampType.LogAppendTime)]
    public void A_source_timestamp_that_is_not_there_or_no_time_at_all_is_left_out(long milliseconds, TimestampType type) =>
        Assert.Null(Record(Some.Letter(new SomeRecord(new("orders", 0, 1), new Timestamp(milliseconds, type), null, null, null))).Headers.Text("dlq.source.timestamp"));

    [Fact]
    public void Key_and_value_are_the_same_bytes_and_the_timestamp_is_that_of_dispatch()
    {
        Message<byte[]?, byte[]?> record = Record(Some.Letter(new SomeRecord(new("orders", 0, 1), default, AllBytes, AllBytes, null)));

        Assert.Equal(AllBytes, record.Key);
        Assert.Equal(AllBytes, record.Value);
        Assert.Equal(new Timestamp(Some.Time), record.Timestamp);
    }

    [Fact]
    public void A_slice_of_a_shared_buffer_is_written_without_its_neighbours() =>
        Assert.Equal([8, 9], Record(Some.Letter(new SliceRecord(AllBytes.AsMemory(8, 2)))).Value);

    [Fact]
    public void A_tombstone_stays_one_and_a_missing_key_stays_missing()
    {
        Message<byte[]?, byte[]?> record = Record(Some.Letter(new SomeRecord(new("orders", 0, 1), default, null, null, null)));

        Assert.Null(record.Key);
        Assert.Null(record.Value);
    }

    [Fact]
    public void An_empty_key_and_an_empty_value_stay_empty()
    {
        Message<byte[]?, byte[]?> record = Record(Some.Letter(new SomeRecord(new("orders", 0, 1), default, [], [], null)));

        Assert.Equal([], record.Key!);
        Assert.Equal([], record.Value!);
    }

    [Fact]
    public void Original_headers_come_first_untouched_in_order_with_doubles_and_nulls()
    {
        Headers original = new() { { "a", [1] }, { "b", null! }, { "a", [] }, { "A", AllBytes }, { "dlq.note", [7] }, { "", [9] } };

        Message<byte[]?, byte[]?> record = Record(Some.Letter(SomeRecord.At(17, headers: original)));

        IEnumerable<(string, byte[]?)> first = record.Headers.Take(6).Select(header => (header.Key, (byte[]?)header.GetValueBytes()));
        Assert.Equal([("a", [1]), ("b", null), ("a", []), ("A", AllBytes), ("dlq.note", [7]), ("", [9])], first);
        Assert.Equal("dlq.id", record.Headers[6].Key);
    }

    [Fact]
    public void The_messages_own_headers_are_not_changed()
    {
        Headers original = Some.Headers(("a", "1"), ("dlq.depth", "1"));

        Record(Some.Letter(SomeRecord.At(17, headers: original)));

        Assert.Equal(["a", "dlq.depth"], original.Select(header => header.Key));
    }

    [Fact]
    public void A_second_pass_replaces_the_headers_raises_the_depth_and_keeps_the_origin()
    {
        Headers first = Record(Some.Letter(SomeRecord.At(17, partition: 4, headers: Some.Headers(("traceparent", "00-1"), ("a", "1"))))).Headers;
        Headers second = Record(Some.Letter(SomeRecord.At(5, partition: 1, topic: "orders.dlq", headers: first)) with { GroupId = "repair" }).Headers;
        Headers third = Record(Some.Letter(SomeRecord.At(2, partition: 0, topic: "orders.dead", headers: second))).Headers;

        Assert.Equal(third.Select(header => header.Key).Distinct(), third.Select(header => header.Key));
        Assert.Equal("orders.dlq-1-5@repair#2", second.Text("dlq.id"));
        Assert.Equal("orders.dead-0-2@billing#3", third.Text("dlq.id"));
        Assert.Equal("3", third.Text("dlq.depth"));
        Assert.Equal("orders.dead", third.Text("dlq.source.topic"));
        Assert.Equal(("orders", "4", "17"), (third.Text("dlq.origin.topic"), third.Text("dlq.origin.partition"), third.Text("dlq.origin.offset")));
        Assert.Equal(("orders", "4", "17"), (second.Text("dlq.origin.topic"), second.Text("dlq.origin.partition"), second.Text("dlq.origin.offset")));
        Assert.Equal("00-1", third.Text("traceparent"));
        Assert.Null(first.Text("dlq.origin.topic"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999999")]
    [InlineData("\u0661")]
    public void A_depth_that_is_no_number_counts_as_absent(string? garbage)
    {
        Headers headers = Record(Some.Letter(SomeRecord.At(17, headers: Some.Headers(("dlq.depth", garbage), ("dlq.source.offset", garbage), ("dlq.origin.topic", garbage))))).Headers;

        Assert.Equal("1", headers.Text("dlq.depth"));
        Assert.Null(headers.Text("dlq.origin.topic"));
        Assert.Single(headers, header => header.Key == "dlq.depth");
    }

    [Fact]
    public void The_largest_depth_does_not_overflow() =>
        Assert.Equal("2147483647", Record(Some.Letter(SomeRecord.At(17, headers: Some.Headers(("dlq.depth", "9223372036854775807"))))).Headers.Text("dlq.depth"));

    [Fact]
    public void Garbage_in_any_header_of_an_earlier_pass_never_throws()
    {
        byte[]?[] garbage = [null, [], [0xFF, 0xFE, 0x80], AllBytes, [0xC3]];
        string[] names = [.. Record(Some.Letter()).Headers.Select(header => header.Key), "dlq.origin.topic", "dlq.origin.partition", "dlq.origin.offset", "dlq.omitted"];
        foreach (byte[]? value in garbage)
        {
            Headers headers = [];
            Array.ForEach(names, name => headers.Add(name, value!));

            Headers written = Record(Some.Letter(SomeRecord.At(17, headers: headers))).Headers;

            Assert.Equal("1", written.Text("dlq.depth"));
            Assert.Null(written.Text("dlq.origin.topic"));
            Assert.Null(written.Text("dlq.omitted"));
        }
    }

    [Fact]
    public void Mere_carriers_are_unwrapped_and_causes_and_companions_are_in_the_message()
    {
        Exception thrown = new TargetInvocationException(new AggregateException(
            new InvalidOperationException("outer", new FormatException("inner")),
            new TimeoutException("other")));

        Headers headers = Record(Some.Letter(error: thrown)).Headers;

        Assert.Equal("System.InvalidOperationException", headers.Text("dlq.error.type"));
        Assert.Equal("outer\ncaused by System.FormatException: inner\ntogether with System.TimeoutException: other", headers.Text("dlq.error.message"));
    }

    [Fact]
    public void Causes_are_told_to_depth_five()
    {
        Exception error = Enumerable.Range(0, 8).Aggregate((Exception?)null, (inner, number) => new InvalidOperationException($"e{7 - number}", inner))!;

        string message = Record(Some.Letter(error: error)).Headers.Text("dlq.error.message")!;

        Assert.StartsWith("e0\n", message, StringComparison.Ordinal);
        Assert.EndsWith(": e5", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_and_stack_trace_are_shortened_to_their_limits()
    {
        DeadLetterOptions options = new() { MessageLimit = 5, StackTraceLimit = 7 };

        Headers headers = Record(Some.Letter(error: Some.Thrown(new InvalidOperationException("äöü€"))), options).Headers;

        Assert.Equal("äö", headers.Text("dlq.error.message"));
        Assert.Equal(7, headers.Text("dlq.error.stacktrace")!.Length);
    }

    [Fact]
    public void Limits_of_zero_leave_message_and_stack_trace_out_without_calling_it_an_omission()
    {
        Headers headers = Record(Some.Letter(error: Some.Thrown(new InvalidOperationException("x"))), new() { MessageLimit = 0, StackTraceLimit = 0 }).Headers;

        Assert.DoesNotContain(headers, header => header.Key is "dlq.error.message" or "dlq.error.stacktrace" or "dlq.omitted");
        Assert.NotNull(headers.Text("dlq.error.type"));
    }

    [Fact]
    public void Redaction_sees_the_whole_text_before_it_is_shortened()
    {
        DeadLetterOptions options = new() { MessageLimit = 8, Redact = text => text.Replace("4111111111111111", "****", StringComparison.Ordinal) };

        Assert.Equal("card ***", Record(Some.Letter(error: new InvalidOperationException("card 4111111111111111")), options).Headers.Text("dlq.error.message"));
    }

    [Fact]
    public void A_redaction_that_throws_costs_the_text_and_not_the_letter()
    {
        Headers headers = Record(Some.Letter(error: Some.Thrown(new InvalidOperationException("secret"))), new() { Redact = _ => throw new FormatException() }).Headers;

        Assert.Equal("(left out: Redact threw System.FormatException)", headers.Text("dlq.error.message"));
        Assert.Equal("(left out: Redact threw System.FormatException)", headers.Text("dlq.error.stacktrace"));
    }

    [Fact]
    public void An_exception_whose_text_throws_costs_the_text_and_not_the_letter()
    {
        Headers headers = Record(Some.Letter(error: new UnspeakableException())).Headers;

        Assert.Equal("(unreadable: it threw System.NotSupportedException)", headers.Text("dlq.error.message"));
        Assert.EndsWith(nameof(UnspeakableException), headers.Text("dlq.error.type"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LetterReduction.None, true, true, true, null)]
    [InlineData(LetterReduction.NoStackTrace, false, true, true, "dlq.error.stacktrace")]
    [InlineData(LetterReduction.NoErrorText, false, false, true, "dlq.error.message,dlq.error.stacktrace,dlq.reason")]
    [InlineData(LetterReduction.NoOriginalHeaders, false, false, false, "a,b,dlq.error.message,dlq.error.stacktrace,dlq.reason")]
    public void Each_rung_leaves_out_more_and_names_it(LetterReduction reduction, bool stackTrace, bool message, bool original, string? omitted)
    {
        Headers given = Some.Headers(("a", "1"), ("b", "2"), ("a", "3"), ("traceparent", "00-1"), ("tracestate", "x"));
        DeadLetter letter = Some.Letter(SomeRecord.At(17, headers: given), Some.Thrown(new InvalidOperationException("x"))) with { Reason = "why" };

        Message<byte[]?, byte[]?> record = new DeadLetterRecord(letter, new DeadLetterOptions(), Some.Time).At(reduction);

        Assert.Equal(stackTrace, record.Headers.Text("dlq.error.stacktrace") is not null);
        Assert.Equal(message, record.Headers.Text("dlq.error.message") is not null);
        Assert.Equal(message, record.Headers.Text("dlq.reason") is not null);
        Assert.Equal(original ? 3 : 0, record.Headers.Count(header => header.Key is "a" or "b"));
        Assert.Equal(omitted, record.Headers.Text("dlq.omitted"));
        Assert.Equal("00-1", record.Headers.Text("traceparent"));
        Assert.Equal("x", record.Headers.Text("tracestate"));
        Assert.Equal("orders-0-17@billing#1", record.Headers.Text("dlq.id"));
        Assert.Equal([1, 2], record.Key);
        Assert.Equal([3, 4, 5], record.Value);
    }

    [Fact]
    public void Many_omitted_headers_are_named_within_a_bound_that_makes_the_letter_smaller()
    {
        Headers given = [];
        foreach (int number in Enumerable.Range(0, 10_000))
        {
            given.Add($"header-{number}", []);
        }

        Message<byte[]?, byte[]?> record = new DeadLetterRecord(Some.Letter(SomeRecord.At(17, headers: given)), new DeadLetterOptions(), Some.Time).At(LetterReduction.NoOriginalHeaders);

        Assert.True(record.Headers.Sum(header => header.Key.Length + header.GetValueBytes().Length) < 3_000);
    }

    [Theory]
    [InlineData(ErrorKind.Consume, "consume")]
    [InlineData(ErrorKind.Deserialization, "deserialization")]
    [InlineData(ErrorKind.Transform, "transform")]
    [InlineData(ErrorKind.Ingest, "ingest")]
    [InlineData(ErrorKind.Sink, "sink")]
    [InlineData(ErrorKind.Manual, "manual")]
    [InlineData(ErrorKind.Timeout, "timeout")]
    [InlineData(ErrorKind.Crash, "crash")]
    public void The_kind_is_written_in_lower_case(ErrorKind kind, string text) =>
        Assert.Equal(text, Record(Some.Letter() with { Kind = kind }).Headers.Text("dlq.error.kind"));

    private static Message<byte[]?, byte[]?> Record(DeadLetter letter, DeadLetterOptions? options = null) =>
        new DeadLetterRecord(letter, options ?? new DeadLetterOptions(), Some.Time).At(LetterReduction.None);

    private sealed class SliceRecord(ReadOnlyMemory<byte> payload) : KafkaRecord(new("orders", 0, 1), default, null, null, payload, null);

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
