using System.Text;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What the messages of one fault have in common: the text without numbers and ids. Pure.</summary>
internal static class MessageTemplate
{
    private const int Longest = 512;
    private const int LongestRead = 16_384;
    private const int GuidLength = 36;
    private const char Taken = '*';
    private const string Joiners = "-+.:,/";

    /// <summary>
    /// The text with a star for each word in which there is a digit and for each GUID. Stars that only a sign of a number, time or address stands between are one, so that
    /// <c>2026-01-02T03:04:05Z</c>, <c>10.0.0.1:9092</c> and <c>-1,000.5</c> are a star each. At most 512 characters.
    /// </summary>
    public static string Of(string text)
    {
        StringBuilder template = new();
        ReadOnlySpan<char> left = text.AsSpan(0, Math.Min(text.Length, LongestRead));
        while (left.Length > 0 && template.Length < Longest)
        {
            int length = Math.Max(1, WordLength(left));
            ReadOnlySpan<char> word = left[..length];
            if (left.Length >= GuidLength && Guid.TryParseExact(left[..GuidLength], "D", out _))
            {
                length = GuidLength;
                Take(template);
            }
            else if (HasDigit(word))
            {
                Take(template);
            }
            else
            {
                template.Append(word);
            }

            left = left[length..];
        }

        return template.ToString(0, Math.Min(template.Length, Longest));
    }

    private static void Take(StringBuilder template)
    {
        if (template.Length > 1 && template[^2] == Taken && Joiners.Contains(template[^1]))
        {
            template.Length--;
            return;
        }

        if (template.Length > 0 && (template[^1] is '-' or '+') && (template.Length == 1 || !char.IsLetterOrDigit(template[^2])))
        {
            // The sign of a number is as much of it as its digits.
            template.Length--;
        }

        template.Append(Taken);
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }

    private static bool HasDigit(ReadOnlySpan<char> word)
    {
        foreach (char character in word)
        {
            if (char.IsDigit(character))
            {
                return true;
            }
        }

        return false;
    }
}
