using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch.Fingerprints;

public sealed class MessageTemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("no such customer", "no such customer")]
    [InlineData("order 17 of customer-413 fails", "order * of customer-* fails")]
    [InlineData("order 2f9c1e7a fails", "order * fails")]
    [InlineData("id deadbeef-cafe-babe-dead-beefcafebabe is gone", "id * is gone")]
    [InlineData("at 2026-01-02T03:04:05.678Z", "at *")]
    [InlineData("10.0.0.1:9092 is down", "* is down")]
    [InlineData("total -1,000.5 is negative", "total * is negative")]
    [InlineData("-5", "*")]
    [InlineData("$.items[3].price | LineNumber: 0 | BytePositionInLine: 27.", "$.items[*].price | LineNumber: * | BytePositionInLine: *.")]
    [InlineData("Zahl \u0665 und x_1", "Zahl * und *")]
    public void Numbers_and_ids_are_taken_out(string text, string template) => Assert.Equal(template, MessageTemplate.Of(text));

    [Fact]
    public void A_long_text_is_cut_behind_what_was_taken_out_so_that_its_numbers_do_not_move_the_cut()
    {
        string rest = new('x', 1_000);

        Assert.Equal(MessageTemplate.Of($"order 1: {rest}"), MessageTemplate.Of($"order 1234567890123: {rest}"));
        Assert.Equal(512, MessageTemplate.Of(rest).Length);
    }
}
