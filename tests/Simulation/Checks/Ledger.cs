using Kafka.Dlq.Tests.Simulation.Cluster;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>What truly happened to each record, kept outside the engine, and the invariants that it must not break.</summary>
internal sealed class Ledger(World world)
{
    private readonly CrashLedger _crashes = new(world);
    private PartitionLedger[]? _partitions;

    /// <summary>How often records were handled that had been handled before.</summary>
    public int Doubled { get; private set; }

    public int Handlings { get; private set; }

    /// <summary>Whether every record is handled or a letter, and all of it is committed.</summary>
    public bool IsComplete => Partitions.All(partition => partition.IsComplete);

    /// <summary>Whether good records have no way to fail: neither by themselves nor beside others.</summary>
    private bool NeverFails => world.Scenario is { VerbRate: 0, FaultRate: 0, TimeLimit: null } and ({ Consumer: ConsumerKind.Messages } or { Queue.Isolation: Isolation.Bisect or Isolation.Singly });

    private PartitionLedger[] Partitions => _partitions ??= [.. world.Cluster.Partitions.Select(partition => new PartitionLedger(partition))];

    public FakeRecord Find(Message message)
    {
        FakePartition partition = world.Cluster.Partitions[message.Partition.Value];
        return partition.Log[partition.IndexFrom(message.Offset.Value)];
    }

    /// <summary>A consumer was given a record.</summary>
    /// <returns>For the how manyth time.</returns>
    public int Visited(Host host, FakeRecord record)
    {
        if (!Partitions[record.Partition].TryTouch(record))
        {
            world.Fail($"{host.Name} was given {record.Place} before an earlier record of the partition was given to anybody");
        }

        _crashes.Reached(host, record);
        return Partitions[record.Partition].Visit(record);
    }

    /// <summary>A run of an assignment that lasts is about to handle a record.</summary>
    public void CheckMark(Host host, FakeRecord record) => _crashes.CheckMark(host, record);

    /// <summary>A host begins with a partition.</summary>
    public void Began(Host host, FakePartition partition) => _crashes.Began(host, partition);

    /// <summary>A host's partition goes to another without a word from it: it died, or was missed.</summary>
    public void Endanger(Host host, FakePartition partition) => _crashes.Endanger(host, partition);

    /// <summary>A member gave a record up because processes died during it.</summary>
    public void CrashGivenUp(Host host, FakeRecord record)
    {
        // It may never have been run: a process that is killed from outside just before does not tell the difference.
        Partitions[record.Partition].TryTouch(record);
        _crashes.GivenUp(host, record);
    }

    public void Handled(FakeRecord record)
    {
        Handlings++;
        Doubled += Partitions[record.Partition].Handle(record) ? 0 : 1;
    }

    /// <summary>A member was told that its letter lies in the dead letter topic, and it does.</summary>
    public void Acknowledged(FakeRecord record) => Partitions[record.Partition].Acknowledge(record);

    /// <summary>Its letter lies on a host's disk.</summary>
    public void Spooled(FakeRecord record)
    {
        // As for a letter that is given to a producer: a batch that is given up as a whole was seen up to its bad message only.
        Produced(record);
        Partitions[record.Partition].Spool(record);
    }

    /// <summary>Its letter is removed from a host's disk.</summary>
    public void Removed(Host host, FakeRecord record)
    {
        if (!world.Cluster.Letters.Exists(letter => letter.Source == record))
        {
            world.Fail($"{host.Name} removed the letter of {record.Place} from its spool although no topic has it");
        }
    }

    /// <summary>A member gave a record up without a letter, as the queue or a strategy said.</summary>
    public void Skipped(Host host, FakeRecord record)
    {
        // A batch that is given up as a whole was seen up to its bad message only, and a strategy was asked about its first one.
        bool isWhole = world.Scenario.Queue!.Isolation == Isolation.WholeBatch;
        if (isWhole)
        {
            Partitions[record.Partition].TryTouch(record);
        }

        if (!world.Scenario.Queue.IsNone && !world.Judgement.HasSkipped(record) && !(isWhole && world.Scenario.HasStrategy))
        {
            world.Fail($"{host.Name} skipped {record.Place} although nobody said so");
        }

        if (record.Kind == RecordKind.Good && NeverFails && !_crashes.IsGivenUp(record))
        {
            world.Fail($"{record.Place} was skipped although it never failed");
        }

        Partitions[record.Partition].GiveUp(record);
    }

    /// <summary>A letter was given to a producer.</summary>
    public void Produced(FakeRecord source) => Partitions[source.Partition].TryTouch(source);

    /// <summary>The user marked a record, or its letter did.</summary>
    public void Marked(FakeRecord record) => Partitions[record.Partition].Mark(record.Offset + 1);

    /// <summary>The broker has a committed offset.</summary>
    public void Committed(int partition, long offset)
    {
        if (Partitions[partition].FirstUndone is { } undone && offset > undone.Offset)
        {
            world.Fail($"{partition}/{offset} was committed although {undone.Place} ({undone.Kind}) is neither handled nor acknowledged as a letter");
        }

        // What nobody marked is where a guarded partition begins, and that must be committed for its mark to have a place.
        bool isBegin = world.Scenario.IsGuarded && offset <= world.Cluster.Partitions[partition].Log[0].Offset;
        if (world.Scenario.IsManual && !isBegin && offset > Partitions[partition].Marked)
        {
            world.Fail($"{partition}/{offset} was committed although nothing behind {Partitions[partition].Marked} was marked");
        }
    }

    /// <summary>What is not as it must be at the end, or null.</summary>
    public string? Unfinished() => Partitions.Select(partition => partition.Unfinished()).FirstOrDefault(text => text is not null);

    public void CheckLetters()
    {
        // Whoever goes back by a seek, or marks an older message, asks for the rest once more.
        if (world.Scenario.VerbRate == 0 && world.Cluster.Letters.Where(letter => letter.IsTransactional).GroupBy(letter => letter.Id).FirstOrDefault(same => same.Count() > 1) is { } doubled)
        {
            world.Fail($"a reader of what is committed sees {doubled.Count()} letters {doubled.Key}");
        }

        foreach (Letter letter in world.Cluster.Letters)
        {
            FakeRecord source = letter.Source;
            if (letter.Id != $"{Scenario.Topic}-{source.Partition}-{source.Offset}@shop#1" || !source.Payload.AsSpan().SequenceEqual(letter.Payload))
            {
                world.Fail($"the letter {letter.Id} does not carry what {source.Place} does");
            }

            if (source.Kind == RecordKind.Good && NeverFails && !_crashes.IsGivenUp(source))
            {
                world.Fail($"{source.Place} was given up although it never failed");
            }
        }
    }
}
