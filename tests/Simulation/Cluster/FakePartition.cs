namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A partition on the broker: its log with gaps, the group's committed offset and its owner.</summary>
internal sealed class FakePartition(int number)
{
    public int Number { get; } = number;

    public List<FakeRecord> Log { get; } = [];

    /// <summary>The offset that the next record will have, or one before it when there is a gap.</summary>
    public long End { get; private set; }

    public long? Committed { get; set; }

    /// <summary>The transaction that is open over its committed offset, or null: nobody is given the partition meanwhile.</summary>
    public FakeTransaction? Open { get; set; }

    /// <summary>What was committed beside it.</summary>
    public string Mark { get; set; } = "";

    /// <summary>Who has it as the group coordinator sees it.</summary>
    public FakeClient? Owner { get; set; }

    public void Append(FakeRecord record)
    {
        Log.Add(record);
        End = record.Offset + 1;
    }

    /// <summary>The place in the log of the first record at or behind an offset.</summary>
    public int IndexFrom(long offset)
    {
        int low = 0;
        int high = Log.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Log[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
