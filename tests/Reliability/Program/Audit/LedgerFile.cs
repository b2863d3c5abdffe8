using Kafka.Dlq.Reliability.Workers;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Reads ledgers, also while they are written.</summary>
internal static class LedgerFile
{
    private const int Fields = 4;

    /// <summary>The whole lines of a ledger. A last line without an end is left out: a kill may tear it, and its method had not returned.</summary>
    public static IEnumerable<LedgerLine> Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        string rest = "";
        char[] buffer = new char[1 << 16];
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            string[] lines = (rest + new string(buffer, 0, read)).Split('\n');
            rest = lines[^1];
            foreach (string line in lines.AsEnumerable().SkipLast(1))
            {
                yield return Parse(line);
            }
        }
    }

    /// <exception cref="FormatException">The line is none of a ledger.</exception>
    internal static LedgerLine Parse(string line)
    {
        ReadOnlySpan<char> text = line;
        Span<Range> parts = stackalloc Range[Fields + 1];
        int count = text.Split(parts, ' ');
        if (count < Fields
            || !long.TryParse(text[parts[1]], NumberStyles.Integer, CultureInfo.InvariantCulture, out long stamp)
            || !int.TryParse(text[parts[2]], NumberStyles.Integer, CultureInfo.InvariantCulture, out int partition)
            || !long.TryParse(text[parts[3]], NumberStyles.Integer, CultureInfo.InvariantCulture, out long offset))
        {
            throw new FormatException($"'{line}' is no line of a ledger: kind, stamp, partition, offset and text are expected.");
        }

        return new LedgerLine((LedgerKind)text[0], stamp, partition, offset, count > Fields ? line[parts[Fields]] : "");
    }
}
