using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Actions;

/// <summary>Whatever is rejected becomes bytes, and nothing throws.</summary>
public sealed class RejectedBodyTests
{
    public static TheoryData<object?, RejectedBodyKind, string?> Records => new()
    {
        { new byte[] { 0x61, 0x62 }, RejectedBodyKind.Bytes, "ab" },
        { Array.Empty<byte>(), RejectedBodyKind.Bytes, "" },
        { (ReadOnlyMemory<byte>)new byte[] { 0x61 }, RejectedBodyKind.Bytes, "a" },
        { "text \"as it is\"", RejectedBodyKind.Text, "text \"as it is\"" },
        { "", RejectedBodyKind.Text, "" },
        { new Order(7, "piano"), RejectedBodyKind.Json, """{"number":7,"what":"piano"}""" },
        { 12, RejectedBodyKind.Json, "12" },
        { null, RejectedBodyKind.Null, null },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_becomes_bytes(object? record, RejectedBodyKind kind, string? text)
    {
        RejectedBody body = RejectedBody.Of(record);

        Assert.Equal((kind, text), (body.Kind, body.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null));
    }

    [Fact]
    public void Message_is_its_value_byte_for_byte_and_a_tombstone_is_null()
    {
        Assert.Equal("x"u8.ToArray(), RejectedBody.Of(MessageOf("x")).Bytes!.Value.ToArray());
        Assert.Null(RejectedBody.Of(MessageOf(null)).Bytes);
        Assert.Equal(RejectedBodyKind.Message, RejectedBody.Of(MessageOf(null)).Kind);
    }

    [Fact]
    public void Object_that_cannot_be_serialized_is_named_with_the_reason()
    {
        RejectedBody cycle = RejectedBody.Of(new Circle());
        RejectedBody thrower = RejectedBody.Of(new Thrower());

        Assert.Equal((RejectedBodyKind.Placeholder, RejectedBodyKind.Placeholder), (cycle.Kind, thrower.Kind));
        Assert.StartsWith("""{"unserializable":"Kafka.Dlq.Tests.Unit.Dlq.Actions.RejectedBodyTests\u002BCircle","error":"System.Text.Json.JsonException: """, Encoding.UTF8.GetString(cycle.Bytes!.Value.Span), StringComparison.Ordinal);
        Assert.Contains("not today", Encoding.UTF8.GetString(thrower.Bytes!.Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_read_at_once()
    {
        byte[] bytes = [1, 2];
        RejectedBody body = RejectedBody.Of(bytes);

        bytes[0] = 9;

        Assert.Equal(1, body.Bytes!.Value.Span[0]);
    }

    [Fact]
    public void Equal_parts_have_equal_names_and_null_is_not_empty()
    {
        Assert.Equal(RejectedBody.Of("a").PartName, RejectedBody.Of("a"u8.ToArray()).PartName);
        Assert.NotEqual(RejectedBody.Of("a").PartName, RejectedBody.Of("b").PartName);
        Assert.NotEqual(RejectedBody.Of(null).PartName, RejectedBody.Of("").PartName);
        Assert.Null(RejectedBody.Of(MessageOf("x")).PartName);
    }

    private static Message MessageOf(string? payload) => Framework.Support.Records.At(0, payload: payload);

    private sealed record Order(int Number, string What);

    private sealed class Circle
    {
        public Circle Self => this;
    }

    private sealed class Thrower
    {
        private readonly string _text = "not today";

        public string Value => throw new InvalidOperationException(_text);
    }
}
