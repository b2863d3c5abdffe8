using System.Globalization;

namespace Kafka.Dlq.Files.Storage;

/// <summary>The names in a directory of dead letter files. Safe to use from any thread.</summary>
internal sealed class SegmentDirectory(string path)
{
    private const string Extension = ".dlq";
    private const int Digits = 19;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string LockFile => System.IO.Path.Combine(Path, "writer.lock");

    public string SequenceFile => System.IO.Path.Combine(Path, "sequence");

    public string FileOf(long segment) => System.IO.Path.Combine(Path, segment.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0') + Extension);

    public string PositionFile(string reader) => System.IO.Path.Combine(Path, reader + ".position");

    public IEnumerable<string> PositionFiles() => Directory.EnumerateFiles(Path, "*.position");

    /// <summary>What interrupted writes left, those of positions excepted: their readers may be at it just now.</summary>
    public IEnumerable<string> TemporaryFiles() =>
        Directory.EnumerateFiles(Path, "*" + AtomicFile.Temporary).Where(file => !file.EndsWith(".position" + AtomicFile.Temporary, StringComparison.Ordinal));

    /// <summary>The segments that are there now, in order; none when there is no directory yet.</summary>
    public long[] Segments() => Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path, "*" + Extension).Select(NumberOf).OfType<long>().Order()]
        : [];

    /// <summary>The first segment at or behind a number, or null.</summary>
    public long? FirstFrom(long segment)
    {
        long? first = null;
        foreach (long number in Segments())
        {
            first = number >= segment && (first is null || number < first) ? number : first;
        }

        return first;
    }

    private static long? NumberOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        ReadOnlySpan<char> digits = name.AsSpan(0, name.Length - Extension.Length);
        return digits.Length == Digits && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number : null;
    }
}
