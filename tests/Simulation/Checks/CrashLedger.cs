using Kafka.Dlq.Crashes;
using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>During which records processes died, seen from outside, and what must follow from it.</summary>
internal sealed class CrashLedger(World world)
{
    private readonly Dictionary<(Host Host, int Partition), FakeRecord> _last = [];
    private readonly Dictionary<FakeRecord, int> _endangered = [];
    private readonly HashSet<FakeRecord> _givenUp = [];

    public void Began(Host host, FakePartition partition) => _last.Remove((host, partition.Number));

    public void Reached(Host host, FakeRecord record) => _last[(host, record.Partition)] = record;

    /// <summary>A record is about to be handled: were the process to die now, what is committed must tell of it, and it must not have died too often already.</summary>
    public void CheckMark(Host host, FakeRecord record)
    {
        FakePartition partition = world.Cluster.Partitions[record.Partition];
        if (!world.Scenario.IsGuarded || host.IsStopping || partition.Owner != host.Client || host.Client.EpochOf(partition.Number) is null || record.Offset < partition.Committed)
        {
            return;
        }

        CrashMark? mark = CrashMarkText.Read(partition.Mark);
        if (mark is null || (record.Offset >= mark.Reach && mark.Alone != record.Offset))
        {
            world.Fail($"{host.Name} handles {record.Place} before the broker knows: '{partition.Mark}' at {partition.Committed}");
        }
        else if (mark.Counts.Any(count => count.Offset == record.Offset && count.Crashes >= world.Scenario.Queue!.MaxCrashes))
        {
            world.Fail($"{host.Name} handles {record.Place}, during which processes died too often already: '{partition.Mark}'");
        }
    }

    /// <summary>The one that the host was at may have been suspected, or the one behind it, for which a commit may have been on its way.</summary>
    public void Endanger(Host host, FakePartition partition)
    {
        FakeRecord? last = _last.GetValueOrDefault((host, partition.Number));
        int next = partition.IndexFrom(last?.Offset + 1 ?? partition.Committed ?? 0);
        foreach (FakeRecord record in ((FakeRecord?[])[last, partition.Log.ElementAtOrDefault(next)]).OfType<FakeRecord>())
        {
            _endangered[record] = _endangered.GetValueOrDefault(record) + 1;
        }
    }

    public void GivenUp(Host host, FakeRecord record)
    {
        // Whoever seeks or marks by himself may leave the order in which it is known who is next.
        _givenUp.Add(record);
        if (world.Scenario.VerbRate == 0 && _endangered.GetValueOrDefault(record) < world.Scenario.Queue!.MaxCrashes)
        {
            world.Fail($"{host.Name} gave {record.Place} up as a killer, although processes died {_endangered.GetValueOrDefault(record)} times when it was at hand or next");
        }

        Reached(host, record);
    }

    public bool IsGivenUp(FakeRecord record) => _givenUp.Contains(record);
}
