using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Files.Storage;

/// <summary>
/// The number of the last segment that was ever begun. Without it a directory whose segments were all removed would begin again at 1, and a reader that stands behind segment 57
/// would wait there while new entries are written before it.
/// </summary>
internal sealed class SegmentSequence(SegmentDirectory directory)
{
    private long _last = Math.Max(Kept(directory), Math.Max(directory.Segments().LastOrDefault(), Positions(directory)));

    public long TakeNext()
    {
        long next = _last + 1;
        AtomicFile.Write(directory.SequenceFile, Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)));
        return _last = next;
    }

    private static long Kept(SegmentDirectory directory) =>
        File.Exists(directory.SequenceFile) && long.TryParse(File.ReadAllText(directory.SequenceFile), NumberStyles.None, CultureInfo.InvariantCulture, out long last) ? last : 0;

    private static long Positions(SegmentDirectory directory) => directory.PositionFiles()
        .Select(file => PositionFile.Read(file, out _)?.Position.Segment ?? 0)
        .DefaultIfEmpty()
        .Max();
}
