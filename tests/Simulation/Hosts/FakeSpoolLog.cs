using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>
/// A spool's log on a simulated disk: confirmations come late, or not although the letter is there, writing and reading fail, and what was acknowledged before a kill may come again.
/// </summary>
internal sealed class FakeSpoolLog(World world, Host host, string topic, Disk disk) : ISpoolLog
{
    private readonly List<SpooledEntry> _acknowledged = [];
    private int _read;

    public SpoolStatistics Statistics => new(disk.Entries.Count, disk.Entries.Count, long.MaxValue, OldestAge: null, IsFull: false, LastError: null);

    public async Task AppendAsync(DeadLetter letter, DeadLetterRecord record, CancellationToken cancellationToken)
    {
        Message<byte[]?, byte[]?> written = record.At(record.Least);
        SpooledEntry entry = new(topic, SpoolEntries.Write(letter, record), world.Cluster.SourceOf(written));

        // 0 not written; 1 written, and said not to be.
        int fate = world.Happens(world.Scenario.FaultRate) ? world.Random.Next(2) : -1;
        await Task.Delay(world.Within(20), host.Process.Time, cancellationToken);
        if (fate != 0 && (world.Mutation != Mutation.FalseConfirmations || world.Random.Next(3) > 0))
        {
            world.Note(host.Name, $"writes the letter of {entry.Source.Place} to its disk");
            disk.Entries.Add(entry);
            world.Ledger.Spooled(entry.Source);
        }

        await Task.Delay(world.Within(20), host.Process.Time, CancellationToken.None);
        if (fate >= 0)
        {
            throw new IOException("simulated failure of the disk");
        }
    }

    public SpooledLetter? Read()
    {
        if (world.Happens(world.Scenario.FaultRate / 4))
        {
            throw new IOException("simulated failure of reading");
        }

        while (_read < disk.Entries.Count)
        {
            SpooledEntry entry = disk.Entries[_read++];
            if (!entry.IsRemoved && entry.Topic == topic)
            {
                if (world.Mutation == Mutation.EarlyRemovals && world.Random.Next(3) == 0)
                {
                    Acknowledge(entry);
                    continue;
                }

                return SpoolEntries.Read(entry.Entry, topic, entry);
            }
        }

        Save();
        return null;
    }

    public void Acknowledge(SpooledLetter letter) => Acknowledge((SpooledEntry)letter.Entry);

    public ValueTask DisposeAsync()
    {
        Save();
        return ValueTask.CompletedTask;
    }

    private void Acknowledge(SpooledEntry entry)
    {
        world.Note(host.Name, $"removes the letter of {entry.Source.Place} from its disk");
        world.Ledger.Removed(host, entry.Source);
        _acknowledged.Add(entry);

        // Not each time: a position is saved now and then, and at the end of the log.
        if (world.Random.Next(3) == 0)
        {
            Save();
        }
    }

    private void Save()
    {
        _acknowledged.ForEach(entry => entry.IsRemoved = true);
        _acknowledged.Clear();
    }
}
