using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Letters;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Unit.Framework.Letters;

public sealed class DeadLetterOfTTests
{
    private static readonly string[] Told = ["dlq.depth", "dlq.failed_at", "dlq.source.offset", "dlq.error.message", "dlq.error.type"];

    [Fact]
    public void Headers_tell_the_story()
    {
        DeadLetter<Order> letter = Read(
            """{"number":1,"total":-3}""",
            ("dlq.id", "orders-1-61@billing#1"), ("dlq.source.topic", "orders"), ("dlq.source.partition", "1"), ("dlq.source.offset", "61"), ("dlq.source.group", "billing"),
            ("dlq.depth", "1"), ("dlq.attempts", "3"), ("dlq.failed_at", "2026-01-31T23:59:59.999Z"), ("dlq.error.kind", "transform"), ("dlq.error.type", "Shop.Stock+OutOfStockException"),
            ("dlq.error.message", "none left\ncaused by System.TimeoutException: late: 3 s\ncaused by System.IO.IOException: "));

        Assert.Equal(("orders-1-61@billing#1", "none left", "Shop.Stock+OutOfStockException", "out_of_stock"), (letter.Id, letter.ErrorMessage, letter.ErrorType, letter.ErrorCode));
        Assert.Equal([new LetterCause("System.TimeoutException", "late: 3 s"), new LetterCause("System.IO.IOException", "")], letter.Causes);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 23, 59, 59, 999, TimeSpan.Zero), letter.FailedAt);
        Assert.Equal((DeadLetterSource.Transform, "orders", "billing", 3, 1), (letter.Source, letter.SourceTopic, letter.GroupId, letter.Attempts, letter.Depth));
        Assert.Equal(new TopicPartitionOffset("orders", 1, 61), letter.Coordinates);
        Assert.Equal(-3, letter.Record!.Value.GetProperty("total").GetInt32());
    }

    [Fact]
    public void Causes_of_a_written_letter_come_back_to_depth_5()
    {
        Exception error = Enumerable.Range(1, 7).Reverse().Aggregate((Exception?)null, (cause, depth) => new InvalidOperationException($"at depth {depth}", cause))!;
        DeadLetter written = new(Dlq.Support.SomeRecord.At(17), "dlq", "billing", 1, ErrorKind.Consume, new AggregateException(error), null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null);

        Message<byte[]?, byte[]?> record = new DeadLetterRecord(written, new DeadLetterOptions(), DateTimeOffset.UnixEpoch).At(LetterReduction.None);
        DeadLetter<Order> letter = Deserialize(record.Value!, record.Headers);

        Assert.Equal(("at depth 1", typeof(InvalidOperationException).FullName, "invalid_operation"), (letter.ErrorMessage, letter.ErrorType, letter.ErrorCode));
        Assert.Equal(Enumerable.Range(2, 5).Select(depth => new LetterCause(typeof(InvalidOperationException).FullName!, $"at depth {depth}")), letter.Causes);
    }

    [Theory]
    [InlineData("consume", DeadLetterSource.Consume)]
    [InlineData("manual", DeadLetterSource.Consume)]
    [InlineData("timeout", DeadLetterSource.Consume)]
    [InlineData("crash", DeadLetterSource.Consume)]
    [InlineData("deserialization", DeadLetterSource.Deserialize)]
    [InlineData("transform", DeadLetterSource.Transform)]
    [InlineData("ingest", DeadLetterSource.Ingest)]
    [InlineData("sink", DeadLetterSource.Sink)]
    [InlineData("news of later", DeadLetterSource.Consume)]
    public void Kind_tells_the_source(string kind, DeadLetterSource expected) => Assert.Equal(expected, Read("{}", ("dlq.error.kind", kind)).Source);

    [Theory]
    [InlineData("2", "orders", "orders", DeadLetterSource.Redrive)]
    [InlineData("2", "orders.dlq", "orders", DeadLetterSource.Consume)]
    [InlineData("1", "orders", "orders", DeadLetterSource.Consume)]
    public void What_came_back_to_its_first_topic_was_redriven(string depth, string source, string origin, DeadLetterSource expected) =>
        Assert.Equal(expected, Read("{}", ("dlq.depth", depth), ("dlq.source.topic", source), ("dlq.origin.topic", origin), ("dlq.error.kind", "consume")).Source);

    [Fact]
    public void Letter_of_an_ingest_has_a_topic_and_no_coordinates()
    {
        DeadLetter<Order> letter = Read("{}", ("dlq.source.topic", "orders"), ("dlq.error.kind", "ingest"));

        Assert.Equal(("orders", null), (letter.SourceTopic, letter.Coordinates));
    }

    [Fact]
    public void Dispatch_by_hand_has_its_reason_and_its_kind_as_code()
    {
        DeadLetter<Order> letter = Read("{}", ("dlq.error.kind", "manual"), ("dlq.reason", "no account"));

        Assert.Equal(("no account", null, "manual"), (letter.ErrorMessage, letter.ErrorType, letter.ErrorCode));
    }

    [Theory]
    [InlineData("System.TimeoutException", "timeout")]
    [InlineData("System.Text.Json.JsonException", "json")]
    [InlineData("Kafka.Dlq.MessageDeserializationException", "message_deserialization")]
    [InlineData("System.Exception", "exception")]
    [InlineData("Shop.HTTPFailedException", "http_failed")]
    [InlineData("Shop.Wrong`1[[System.Int32, System.Private.CoreLib]]", "wrong")]
    [InlineData("OutdatedOrder", "outdated_order")]
    public void Code_is_the_exceptions_own_name(string type, string expected) => Assert.Equal(expected, Read("{}", ("dlq.error.type", type)).ErrorCode);

    [Fact]
    public void Valid_record_is_typed()
    {
        TypedRecord<Order> typed = Read("""{"number":1,"total":3,"lines":[{"item":"lamp"}]}""").AsTyped();

        Assert.True(typed.IsValid, string.Join("; ", typed.Violations));
        Assert.Equal((1, 3m, "lamp"), (typed.Value.Number, typed.Value.Total, typed.Value.Lines!.Single().Item));
    }

    [Theory]
    [InlineData("""{"number":1,"total":-3}""", "total")]
    [InlineData("""{"number":0,"total":-3}""", "number,total")]
    [InlineData("""{"total":3}""", "number")]
    [InlineData("""{}""", "number,total")]
    [InlineData("""{"number":"one","total":3}""", "number")]
    [InlineData("""{"number":1,"total":3,"lines":[{"item":"lamp"},{"item":""}]}""", "lines[1].item")]
    [InlineData("""{"number":1,"total":3,"lines":[{"item":null}]}""", "lines[0].item")]
    [InlineData("no json", "")]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    public void Violated_members_are_named_as_in_json(string json, string expected)
    {
        TypedRecord<Order> typed = Read(json).AsTyped();

        Assert.False(typed.IsValid);
        Assert.Equal(expected, string.Join(',', typed.Violations.Select(violation => violation.Member).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Tombstone_is_no_object()
    {
        DeadLetter<Order> letter = new LetterDeserializer<Order>(new RecordReader<Order>("dlq")).Deserialize([], isNull: true, SerializationContext.Empty);

        Assert.True(letter.IsTombstone);
        Assert.Contains("tombstone", Assert.Single(letter.AsTyped().Violations).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Validator_that_throws_is_a_violation()
    {
        MemberViolation violation = Assert.Single(new RecordReader<Trap>("dlq").Read("""{"value":1}"""u8.ToArray()).Violations);

        Assert.Contains("InvalidOperationException: snap", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_and_headers_make_it_throw()
    {
        Random random = new(7);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            Headers headers = [];
            foreach (string name in Told.Where(_ => random.Next(2) == 0))
            {
                headers.Add(name, bytes);
            }

            DeadLetter<Order> letter = Deserialize(bytes, headers);
            Assert.Equal(bytes, letter.RawRecord.ToArray());
            Assert.False(letter.AsTyped().IsValid);
            JsonSerializer.Serialize(letter);
        }
    }

    private static DeadLetter<Order> Read(string value, params (string Name, string Value)[] told)
    {
        Headers headers = [];
        foreach ((string name, string text) in told)
        {
            headers.Add(name, Encoding.UTF8.GetBytes(text));
        }

        return Deserialize(Encoding.UTF8.GetBytes(value), headers);
    }

    private static DeadLetter<Order> Deserialize(byte[] value, Headers headers) =>
        new LetterDeserializer<Order>(new RecordReader<Order>("dlq")).Deserialize(value, isNull: false, new SerializationContext(MessageComponentType.Value, "dlq", headers));

    internal sealed record Order([Range(1, 1000)] int Number, [property: Range(0, 1000)] decimal Total, IReadOnlyList<Line>? Lines = null);

    internal sealed record Line([Required] string Item);

    internal sealed record Trap(int Value) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => throw new InvalidOperationException("snap");
    }
}
