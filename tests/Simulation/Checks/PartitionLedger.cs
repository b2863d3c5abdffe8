using Kafka.Dlq.Tests.Simulation.Cluster;

namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>What happened to the records of one partition.</summary>
internal sealed class PartitionLedger(FakePartition partition)
{
    private readonly Dictionary<long, int> _visits = [];
    private readonly HashSet<long> _handled = [];
    private readonly HashSet<long> _acknowledged = [];
    private readonly HashSet<long> _skipped = [];
    private readonly HashSet<long> _spooled = [];
    private int _touched;
    private int _done;

    /// <summary>The offset behind the last one that was ever marked.</summary>
    public long Marked { get; private set; }

    /// <summary>The first record that is neither handled nor acknowledged as a letter, by the broker or by a disk, or null.</summary>
    public FakeRecord? FirstUndone
    {
        get
        {
            while (_done < partition.Log.Count && IsDone(partition.Log[_done]))
            {
                _done++;
            }

            return _done < partition.Log.Count ? partition.Log[_done] : null;
        }
    }

    public bool IsComplete => partition.Committed == partition.End && FirstUndone is null;

    /// <summary>Notes that a record was given to somebody for the first time.</summary>
    /// <returns>False when that is not yet its turn.</returns>
    public bool TryTouch(FakeRecord record)
    {
        int index = partition.IndexFrom(record.Offset);
        _touched = Math.Max(_touched, index == _touched ? index + 1 : 0);
        return index < _touched;
    }

    public int Visit(FakeRecord record) => _visits[record.Offset] = _visits.GetValueOrDefault(record.Offset) + 1;

    /// <returns>Whether it is the first time.</returns>
    public bool Handle(FakeRecord record) => _handled.Add(record.Offset);

    public void Acknowledge(FakeRecord record) => _acknowledged.Add(record.Offset);

    /// <summary>Its letter lies on a disk, from which it goes only into its topic.</summary>
    public void Spool(FakeRecord record) => _spooled.Add(record.Offset);

    /// <summary>It was skipped, and said to be.</summary>
    public void GiveUp(FakeRecord record) => _skipped.Add(record.Offset);

    public void Mark(long next) => Marked = Math.Max(Marked, next);

    public string? Unfinished() => FirstUndone is { } undone ? $"{undone.Place} ({undone.Kind}) is neither handled nor a letter, committed {partition.Committed}"
        : partition.Committed != partition.End ? $"partition {partition.Number} is committed to {partition.Committed} instead of {partition.End}"
        : null;

    private bool IsDone(FakeRecord record) => _handled.Contains(record.Offset) || _acknowledged.Contains(record.Offset) || _spooled.Contains(record.Offset) || _skipped.Contains(record.Offset);
}
