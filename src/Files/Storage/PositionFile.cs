using Kafka.Dlq.Files.Format;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Files.Storage;

/// <summary>A saved position as a line of text with its checksum, for instance <c>kafka-dlq-position 1 57 4096 55 1a2b3c4d</c>.</summary>
internal static class PositionFile
{
    private const string Start = "kafka-dlq-position 1";
    private const int Fields = 6;
    private const int SegmentField = 2;

    public static void Write(string file, SavedPosition saved)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Start} {saved.Position.Segment} {saved.Position.Offset} {saved.WholeFrom}");
        AtomicFile.Write(file, Encoding.ASCII.GetBytes(text + " " + Checksum(text) + "\n"));
    }

    /// <summary>Reads a position back.</summary>
    /// <param name="file">Where it was kept.</param>
    /// <param name="fault">Why there is none although there is a file, or null.</param>
    public static SavedPosition? Read(string file, out string? fault)
    {
        fault = null;
        if (!File.Exists(file))
        {
            return null;
        }

        string text = File.ReadAllText(file, Encoding.ASCII).TrimEnd('\n');
        SavedPosition? saved = Parse(text);
        fault = saved is null ? "It is no position of version 1, or its checksum is wrong." : null;
        return saved;
    }

    private static SavedPosition? Parse(string text)
    {
        string[] fields = text.Split(' ');
        bool isSound = fields.Length == Fields && text.StartsWith(Start, StringComparison.Ordinal) && Checksum(text[..text.LastIndexOf(' ')]) == fields[^1];
        long[] numbers = isSound ? [.. fields[SegmentField..^1].Select(field => long.Parse(field, CultureInfo.InvariantCulture))] : [];
        return isSound ? new SavedPosition(new DeadLetterPosition(numbers[0], numbers[1]), numbers[2]) : null;
    }

    private static string Checksum(string text) => Crc32C.Of(Encoding.ASCII.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
}
