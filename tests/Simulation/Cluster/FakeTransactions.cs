using Confluent.Kafka;
using Kafka.Dlq.Tests.Simulation.Checks;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>The transactions of one transactional id as the broker has them: letters and offsets become visible together, or never.</summary>
internal sealed class FakeTransactions(World world)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public FakeTransaction Current { get; private set; } = new() { IsEnded = true };

    /// <summary>Whoever does not end it, because the process was killed or stands still, has it aborted by the broker.</summary>
    public void Begin(FakeTransaction transaction)
    {
        Abort(Current);
        Current = transaction;
        world.Outside.After(Timeout, () => Abort(transaction));
    }

    public void Abort(FakeTransaction transaction)
    {
        if (transaction is { IsEnded: false, Letters.Count: > 0 })
        {
            world.Sightings.Note(Element.AbortedTransaction);
        }

        End(transaction);
    }

    public void Commit(FakeTransaction transaction)
    {
        if (transaction.IsEnded)
        {
            return;
        }

        transaction.IsCommitted = true;
        if (transaction.Offsets.Count > 1)
        {
            world.Sightings.Note(Element.SharedTransaction);
        }

        world.Cluster.Letters.AddRange(transaction.Letters);
        transaction.Letters.ForEach(letter => world.Ledger.Acknowledged(letter.Source));
        foreach (TopicPartitionOffset offset in world.Mutation == Mutation.TornTransactions && world.Random.Next(2) == 0 ? [] : transaction.Offsets)
        {
            world.Cluster.Partitions[offset.Partition.Value].Committed = offset.Offset.Value;
            world.Note("broker", $"has {offset.Partition.Value}/{offset.Offset.Value} of a transaction");
            world.Ledger.Committed(offset.Partition.Value, offset.Offset.Value);
        }

        End(transaction);
    }

    private void End(FakeTransaction transaction)
    {
        transaction.IsEnded = true;
        foreach (FakePartition partition in world.Cluster.Partitions.Where(partition => partition.Open == transaction))
        {
            partition.Open = null;
            world.Cluster.Look();
        }
    }
}
