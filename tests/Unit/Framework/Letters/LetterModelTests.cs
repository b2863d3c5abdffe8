using Kafka.Dlq.Letters;
using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Unit.Framework.Letters;

/// <summary>The JSON model of five members.</summary>
public sealed class LetterModelTests
{
    [Fact]
    public void Letter_of_another_system_is_read()
    {
        const string Json = """{"originalRecord":{"n":1},"errorMessage":"bad","errorType":"ValidationError","failedAt":"2026-01-02T03:04:05.678Z","source":"api"}""";

        DeadLetter<int> letter = JsonSerializer.Deserialize<DeadLetter<int>>(Json)!;

        Assert.Equal(("""{"n":1}""", "bad", "ValidationError", "validation_error", DeadLetterSource.Ingest), (Text(letter), letter.ErrorMessage, letter.ErrorType, letter.ErrorCode, letter.Source));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), letter.FailedAt);
        Assert.Equal(Json, JsonSerializer.Serialize(letter));
    }

    [Fact]
    public void Record_of_a_dead_letter_topic_without_headers_is_read_as_the_model()
    {
        byte[] json = """{"originalRecord":5,"errorMessage":"bad","errorType":"X","failedAt":null,"source":"table"}"""u8.ToArray();

        DeadLetter<int> letter = new LetterDeserializer<int>(new RecordReader<int>("dlq")).Deserialize(json, isNull: false, default);

        Assert.Equal((DeadLetterSource.Sink, 5), (letter.Source, letter.AsTyped().Value));
    }

    [Theory]
    [InlineData("""{"b": 1,  "a":[ ]}""")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"$text":"a record that looks like a wrapper"}""")]
    [InlineData("""{"$base64":"AAAA"}""")]
    public void Record_comes_back_byte_for_byte(string record)
    {
        DeadLetter<int> letter = RoundTrip(Encoding.UTF8.GetBytes(record));

        Assert.Equal(record, Text(letter));
        Assert.False(letter.IsTombstone);
    }

    [Fact]
    public void Bytes_that_are_no_text_come_back()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(number => (byte)number)];

        Assert.Equal(all, RoundTrip(all).RawRecord.ToArray());
    }

    [Fact]
    public void Tombstone_comes_back() => Assert.True(RoundTrip(null).IsTombstone);

    [Fact]
    public void Causes_come_back()
    {
        DeadLetter<int> letter = new(null, new RecordReader<int>("")) { ErrorMessage = "a", Causes = [new LetterCause("B", "c")], Source = DeadLetterSource.Redrive };

        DeadLetter<int> back = JsonSerializer.Deserialize<DeadLetter<int>>(JsonSerializer.Serialize(letter))!;

        Assert.Equal(("a", new LetterCause("B", "c"), DeadLetterSource.Redrive), (back.ErrorMessage, back.Causes.Single(), back.Source));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"originalRecord":1,"errorMessage":"","errorType":"","failedAt":""}""")]
    public void What_is_no_letter_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DeadLetter<int>>(json));

    private static DeadLetter<int> RoundTrip(byte[]? record)
    {
        DeadLetter<int> letter = new(record is null ? default(ReadOnlyMemory<byte>?) : record, new RecordReader<int>(""));
        return JsonSerializer.Deserialize<DeadLetter<int>>(JsonSerializer.Serialize(letter))!;
    }

    private static string Text(DeadLetter<int> letter) => Encoding.UTF8.GetString(letter.RawRecord.Span);
}
