using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Crashes;

/// <summary>Crash marks as the text that is committed with an offset: <c>kafka-dlq-crash/1 reach=120 alone=103 crashes=103:2:1764079200</c>. No text is no mark. Pure.</summary>
internal static class CrashMarkText
{
    private const string Head = "kafka-dlq-crash/1";

    public static string Write(CrashMark mark)
    {
        if (mark.IsNone)
        {
            return "";
        }

        StringBuilder text = new(Head);
        Add(text, mark.Reach == 0 ? null : mark.Reach, "reach");
        Add(text, mark.Alone, "alone");
        if (mark.Counts.Count > 0)
        {
            text.Append(" crashes=").AppendJoin(',', mark.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Offset}:{count.Crashes}:{count.Since.ToUnixTimeSeconds()}")));
        }

        return text.ToString();
    }

    /// <summary>The mark that a text says; null when it is none of this version, or says something that cannot be.</summary>
    public static CrashMark? Read(string text)
    {
        if (text.Length == 0)
        {
            return CrashMark.None;
        }

        string[] words = text.Split(' ');
        CrashMark? mark = words[0] == Head ? CrashMark.None : null;
        foreach (string word in words.Skip(1))
        {
            mark = mark is null ? null : With(mark, word);
        }

        return mark;
    }

    private static void Add(StringBuilder text, long? offset, string name)
    {
        if (offset is { } value)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }
    }

    private static CrashMark? With(CrashMark mark, string word) => word.Split('=') switch
    {
        ["reach", var value] when NumberOf(value) is { } offset => mark with { Reach = offset },
        ["alone", var value] when NumberOf(value) is { } offset => mark with { Alone = offset },
        ["crashes", var value] when CountsOf(value) is { } counts => mark with { Counts = counts },
        _ => null,
    };

    private static List<CrashCount>? CountsOf(string text)
    {
        List<CrashCount> counts = [];
        foreach (string one in text.Split(','))
        {
            if (one.Split(':') is not [var offset, var crashes, var since] || NumberOf(offset) is not { } place || NumberOf(crashes) is not (> 0 and <= int.MaxValue and var times) || NumberOf(since) is not (<= LastSecond and var seconds))
            {
                return null;
            }

            counts.Add(new CrashCount(place, (int)times, DateTimeOffset.FromUnixTimeSeconds(seconds)));
        }

        return counts.Count <= CrashMark.MostCounts ? counts : null;
    }

    // 9999-12-31T23:59:59Z
    private const long LastSecond = 253_402_300_799;

    private static long? NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
