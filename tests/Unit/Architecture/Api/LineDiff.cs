using System.Text;

namespace Kafka.Dlq.Tests.Unit.Architecture.Api;

/// <summary>The lines in which two texts differ, each under the last unindented line before it.</summary>
internal static class LineDiff
{
    public static string Of(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] now = after.Split('\n');
        StringBuilder text = new();
        string heading = string.Empty;
        foreach ((char mark, string line) in Walk(old, now, CommonLengths(old, now)))
        {
            bool isHeading = line.Length > 0 && line[0] != ' ';
            if (mark == ' ')
            {
                heading = isHeading ? line : heading;
            }
            else
            {
                AppendHeading(text, isHeading, ref heading);
                text.Append(mark).Append(' ').Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void AppendHeading(StringBuilder text, bool isHeading, ref string heading)
    {
        if (!isHeading && heading.Length > 0)
        {
            text.Append("  ").Append(heading).Append('\n');
        }

        heading = string.Empty;
    }

    // The length of the longest common subsequence of what is left of both texts, for each pair of positions.
    private static int[,] CommonLengths(string[] old, string[] now)
    {
        int[,] lengths = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    private static IEnumerable<(char Mark, string Line)> Walk(string[] old, string[] now, int[,] lengths)
    {
        int i = 0;
        int j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                yield return (' ', old[i++]);
                j++;
            }
            else if (j == now.Length || (i < old.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                yield return ('-', old[i++]);
            }
            else
            {
                yield return ('+', now[j++]);
            }
        }
    }
}
