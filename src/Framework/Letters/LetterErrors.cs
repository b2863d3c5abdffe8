using System.Text;

namespace Kafka.Dlq.Letters;

/// <summary>What the texts of a letter tell of its error. Pure.</summary>
internal static class LetterErrors
{
    private const int DeepestCause = 5;
    private const string CausedBy = "\ncaused by ";
    private const string Suffix = "Exception";

    /// <summary>Takes the message of an error and those of its causes apart, as <c>dlq.error.message</c> joins them.</summary>
    public static (string Message, IReadOnlyList<LetterCause> Causes) Split(string text)
    {
        string[] parts = text.Split(CausedBy, DeepestCause + 1);
        return (parts[0], [.. parts.Skip(1).Select(CauseOf)]);
    }

    /// <summary>The stable code of an exception's type; null for none.</summary>
    public static string? CodeOf(string? fullName)
    {
        if (string.IsNullOrWhiteSpace(fullName))
        {
            return null;
        }

        // Arguments of a generic type and the types around a nested one are no part of its own name.
        string name = fullName.Split('[', '`')[0];
        name = name[(name.LastIndexOfAny(['.', '+']) + 1)..];
        string own = name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        return SnakeCase(own);
    }

    private static LetterCause CauseOf(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new LetterCause(line.TrimEnd(':'), "") : new LetterCause(line[..colon], line[(colon + 2)..]);
    }

    private static string SnakeCase(string name)
    {
        StringBuilder code = new(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && code[^1] != '_')
            {
                code.Append('_');
            }

            code.Append(char.ToLowerInvariant(name[i]));
        }

        return code.ToString();
    }
}
