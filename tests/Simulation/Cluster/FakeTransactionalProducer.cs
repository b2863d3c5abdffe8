using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A transactional producer of the simulated cluster: aborted, fenced and left without an answer as the seed says.</summary>
internal sealed class FakeTransactionalProducer(World world, Host host) : ITransactionalProducer
{
    private FakeTransaction _open = new();
    private bool _isFenced;

    private double Faults => world.Scenario.FaultRate;

    public async Task InitAsync()
    {
        await AnswerAsync(world.Within(30));
        host.Transactions.Abort(host.Transactions.Current);
    }

    public void Begin()
    {
        FailIfFenced();
        _open = new FakeTransaction();
        host.Transactions.Begin(_open);
        if (world.Happens(Faults))
        {
            // In any step of it, or behind it.
            world.Outside.After(world.Within(120), () => world.Kill(host));
        }
    }

    public void Produce(TopicPartition target, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> reported)
    {
        FailIfFenced();
        FakeRecord source = world.Cluster.SourceOf(record);
        Letter letter = new(FakeCluster.Header(record, "dlq.id"), source, record.Value);
        world.Note(host.Name, $"produces {letter.Id} to {target.Topic} in a transaction");
        world.Ledger.Produced(source);
        FakeTransaction transaction = _open;
        bool isRefused = world.Happens(Faults / 2);
        world.Outside.After(world.Within(20), () =>
        {
            if (!isRefused && !transaction.IsEnded)
            {
                transaction.Letters.Add(letter with { IsTransactional = true });
            }

            host.Process.After(world.Within(20), () => reported(new DeliveryReport<byte[]?, byte[]?>
            {
                Status = isRefused ? PersistenceStatus.NotPersisted : PersistenceStatus.Persisted,
                Error = new Error(isRefused ? ErrorCode.Local_MsgTimedOut : ErrorCode.NoError),
                TopicPartitionOffset = new TopicPartitionOffset(target, world.Cluster.Letters.Count),
            }));
        });
    }

    public async Task SendOffsetsAsync(IReadOnlyList<TopicPartitionOffset> offsets, IConsumerGroupMetadata membership)
    {
        await AnswerAsync(world.Within(30));
        FailIfFenced();
        FakeMembership member = (FakeMembership)membership;
        if (_open.IsEnded || !world.Cluster.IsMember(host.Client) || !offsets.All(offset => member.IsCurrent(offset.Partition.Value, host.Client.EpochOf)))
        {
            throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration));
        }

        _open.Offsets.Clear();
        _open.Offsets.AddRange(offsets);
        offsets.ToList().ForEach(offset => world.Cluster.Partitions[offset.Partition.Value].Open = _open);
    }

    public async Task CommitAsync()
    {
        FailIfFenced();
        FakeTransaction transaction = _open;
        if (transaction.IsCommitted)
        {
            return;
        }

        int fate = world.Happens(Faults) ? world.Random.Next(4) : -1;
        if (fate == 0)
        {
            throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.TransactionalIdAuthorizationFailed));
        }

        if (fate != 1)
        {
            // It arrives, whether or not the process lives to hear of it, and whoever owns its partitions by then.
            world.Outside.After(world.Within(world.Happens(Faults * 2) ? 1_500 : 30), () => host.Transactions.Commit(transaction));
        }

        await Task.Delay(world.Within(60), host.Process.Time);
        if (fate is 1 or 2)
        {
            throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut));
        }

        _isFenced |= fate == 3 || transaction is { IsEnded: true, IsCommitted: false };
        FailIfFenced();
        if (!transaction.IsEnded)
        {
            throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut));
        }
    }

    public async Task AbortAsync()
    {
        await AnswerAsync(world.Within(30));
        FailIfFenced();
        if (_open.IsCommitted)
        {
            throw new KafkaException(new Error(ErrorCode.InvalidTxnState, "simulated: it is committed", isFatal: true));
        }

        host.Transactions.Abort(_open);
    }

    public void Dispose() => _isFenced = true;

    private async Task AnswerAsync(TimeSpan travel)
    {
        await Task.Delay(travel, host.Process.Time);
        if (world.Happens(Faults))
        {
            throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut));
        }
    }

    private void FailIfFenced()
    {
        _isFenced |= world.Happens(Faults / 4);
        if (_isFenced)
        {
            throw new KafkaException(new Error(ErrorCode.Local_Fenced, "simulated fencing", isFatal: true));
        }
    }
}
