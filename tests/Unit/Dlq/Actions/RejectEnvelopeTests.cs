using System.Text;
using System.Text.Json;

namespace Kafka.Dlq.Tests.Unit.Dlq.Actions;

/// <summary>A record and its error as <c>{record, error}</c>, written and read back.</summary>
public sealed class RejectEnvelopeTests
{
    [Fact]
    public void Record_and_error_are_text()
    {
        using JsonDocument json = JsonDocument.Parse(RejectEnvelope.Write(SomeRejected.At(4, payload: """{"total":-3}""")));

        Assert.Equal(["record", "error"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"total":-3}""", json.RootElement.GetProperty("record").GetString());
        Assert.Equal("System.InvalidOperationException: no account", json.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text with \"quotes\", ä, 漢 and \u0001")]
    [InlineData("{\"a\":1}")]
    public void Text_comes_back_byte_for_byte(string text)
    {
        RejectEnvelope read = RejectEnvelope.Read(RejectEnvelope.Write(SomeRejected.At(4, payload: text)));

        Assert.Equal(text, Encoding.UTF8.GetString(read.Record!.Value.Span));
    }

    [Fact]
    public void Bytes_that_are_no_text_come_back_too()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] json = RejectEnvelope.Write(SomeRejected.At(4, record: all));

        Assert.Equal(all, RejectEnvelope.Read(json).Record!.Value.ToArray());
        Assert.Contains("\"encoding\":\"base64\"", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Tombstone_comes_back_as_null()
    {
        byte[] json = RejectEnvelope.Write(SomeRejected.At(4, payload: null));

        Assert.StartsWith("""{"record":null,""", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Null(RejectEnvelope.Read(json).Record);
    }

    [Fact]
    public void Error_that_was_thrown_has_its_stack_and_goes_through_the_redaction()
    {
        Exception thrown = Assert.Throws<InvalidOperationException>((Action)(() => throw new InvalidOperationException("card 4711")));

        string? error = RejectEnvelope.Read(RejectEnvelope.Write(SomeRejected.At(4, error: thrown), text => text.Replace("4711", "(card)", StringComparison.Ordinal))).Error;

        Assert.StartsWith("System.InvalidOperationException: card (card)\n", error, StringComparison.Ordinal);
        Assert.Contains(nameof(Error_that_was_thrown_has_its_stack_and_goes_through_the_redaction), error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"record":"{\"a\":1}","error":"Error: bad\n    at f"}""", "{\"a\":1}", "Error: bad\n    at f")]
    [InlineData("""{"error":null,"record":{"a":1},"other":2}""", "{\"a\":1}", null)]
    [InlineData("""{"record":[1, 2]}""", "[1, 2]", null)]
    [InlineData("""{"record":null,"error":{"message":"bad"}}""", null, """{"message":"bad"}""")]
    [InlineData("""{"record":"x","encoding":"utf-8"}""", "x", null)]
    public void Envelopes_of_other_writers_are_read(string json, string? record, string? error)
    {
        RejectEnvelope read = RejectEnvelope.Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal((record, error), (read.Record is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null, read.Error));
    }

    [Theory]
    [InlineData("[]", "a JSON Array")]
    [InlineData("""{"error":"bad"}""", "an object without 'record'")]
    [InlineData("""{"record":"%%%","encoding":"base64"}""", "said to be base64 and is not")]
    [InlineData("{", "")]
    public void What_is_no_envelope_is_refused_with_what_was_found(string json, string found) =>
        Assert.Contains(found, Assert.ThrowsAny<JsonException>(() => RejectEnvelope.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
}
