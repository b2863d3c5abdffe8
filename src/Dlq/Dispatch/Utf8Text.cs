using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Text as bytes of UTF-8.</summary>
internal static class Utf8Text
{
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>At most <paramref name="limit"/> bytes of the text, cut between two characters.</summary>
    public static byte[] Shortened(string text, int limit)
    {
        // A character takes at least one byte, so what lies behind that many characters is not worth encoding.
        byte[] bytes = Of(text.Length > limit ? text[..(limit + 1)] : text);
        return bytes.Length <= limit ? bytes : bytes[..Boundary(bytes, limit)];
    }

    private static int Boundary(byte[] bytes, int at)
    {
        while (at > 0 && (bytes[at] & 0b1100_0000) == 0b1000_0000)
        {
            at--;
        }

        return at;
    }
}
