using Kafka.Dlq.DeadLetters;
using System.Text;

namespace Kafka.Dlq.Tests.Unit.Dlq.Dispatch;

public sealed class Utf8TextTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("äöü", 3, "ä")]
    [InlineData("äöü", 4, "äö")]
    [InlineData("äöü", 6, "äöü")]
    [InlineData("a€", 3, "a")]
    [InlineData("😀😀", 7, "😀")]
    [InlineData("😀", 3, "")]
    [InlineData("a😀", 1, "a")]
    [InlineData("", 5, "")]
    public void A_text_is_cut_between_two_characters(string text, int limit, string kept) =>
        Assert.Equal(kept, Encoding.UTF8.GetString(Utf8Text.Shortened(text, limit)));

    [Fact]
    public void A_text_that_is_cut_anywhere_stays_valid_and_within_the_limit()
    {
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        const string text = "aä€😀bö₤🎉c";

        foreach (int limit in Enumerable.Range(0, 30))
        {
            byte[] cut = Utf8Text.Shortened(text, limit);

            Assert.True(cut.Length <= limit);
            Assert.StartsWith(strict.GetString(cut), text, StringComparison.Ordinal);
        }
    }
}
