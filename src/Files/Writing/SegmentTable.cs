using Kafka.Dlq.Files.Storage;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Files.Writing;

/// <summary>The finished segments, oldest first. Readers remove some without asking, so it is compared with the directory now and then. Not safe to use from two threads at once.</summary>
internal sealed class SegmentTable(SegmentDirectory directory, ILogger logger, IReadOnlyList<SegmentInfo> found)
{
    private readonly SortedDictionary<long, SegmentInfo> _segments = new(found.ToDictionary(segment => segment.Number));

    public IEnumerable<SegmentInfo> All => _segments.Values;

    public int Count => _segments.Count;

    public long Bytes { get; private set; } = found.Sum(segment => segment.Length);

    public long Entries { get; private set; } = found.Sum(segment => segment.Content.Entries);

    public SegmentInfo? Oldest => _segments.Count == 0 ? null : _segments.First().Value;

    public void Add(SegmentInfo segment)
    {
        _segments.Add(segment.Number, segment);
        Bytes += segment.Length;
        Entries += segment.Content.Entries;
    }

    /// <summary>Forgets what others removed.</summary>
    public void Refresh()
    {
        HashSet<long> present = [.. directory.Segments()];
        foreach (SegmentInfo gone in _segments.Values.Where(segment => !present.Contains(segment.Number)).ToList())
        {
            Forget(gone);
        }
    }

    public void Remove(SegmentInfo segment, string reason)
    {
        string file = directory.FileOf(segment.Number);
        File.Delete(file);
        Forget(segment);
        logger.Removed(file, reason, segment.Content.Entries);
    }

    private void Forget(SegmentInfo segment)
    {
        _segments.Remove(segment.Number);
        Bytes -= segment.Length;
        Entries -= segment.Content.Entries;
    }
}
