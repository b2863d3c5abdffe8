using Kafka.Dlq.Reliability.Work;

namespace Kafka.Dlq.Reliability.Audit;

/// <summary>What is known of each record of a source partition. Offsets are without gaps: campaigns write to topics of their own.</summary>
internal sealed class PartitionBook
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<long, List<string>> _letters = [];

    /// <summary>The offset behind the last record.</summary>
    public long End => _entries.Count;

    /// <summary>What the group has committed; 0 when nothing.</summary>
    public long Committed { get; set; }

    /// <summary>Adds the next record of the source.</summary>
    /// <param name="digest">Of its key and value, to compare a letter with.</param>
    public void Add(PlantedFault planted, ulong digest) => _entries.Add(new Entry(planted, digest));

    /// <summary>Counts a handling.</summary>
    public void Handled(long offset, long stamp)
    {
        Entry entry = At(offset);
        entry.Times++;
        entry.First = entry.Times == 1 ? stamp : Math.Min(entry.First, stamp);
        _entries[(int)offset] = entry;
    }

    /// <summary>Counts a letter.</summary>
    /// <returns>Whether key and value are the source's.</returns>
    public bool HasLetter(long offset, string id, ulong digest)
    {
        if (!_letters.TryGetValue(offset, out List<string>? ids))
        {
            _letters[offset] = ids = [];
        }

        ids.Add(id);
        return At(offset).Digest == digest;
    }

    /// <summary>All records, by offset.</summary>
    public IEnumerable<RecordFate> Fates() => _entries.Select((entry, offset) => new RecordFate(
        offset, entry.Planted, entry.Times, entry.First, _letters.TryGetValue(offset, out List<string>? ids) ? ids : []));

    private Entry At(long offset) => offset >= 0 && offset < End
        ? _entries[(int)offset]
        : throw new InvalidDataException($"Offset {offset} was handled or dispatched, and the source partition has only {End} records: the topic is not this campaign's own, or the ledger is not.");

    private record struct Entry(PlantedFault Planted, ulong Digest)
    {
        public int Times { get; set; }

        public long First { get; set; }
    }
}
