using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Tests.Simulation.Checks;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A client of the simulated cluster: a member of the group that hands out records, serves rebalances and commits, and fails as the seed says.</summary>
internal sealed class FakeClient(World world, Host host, TopicLookup topics, IKafkaClientEvents events) : IKafkaClient
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<int, Holding> _held = [];

    // As librdkafka does, it remembers a pause when the partition goes and comes back.
    private readonly HashSet<int> _paused = [];
    private readonly CommitPath _commits = new(world, host);
    private TaskCompletionSource _wake = new();
    private int _epochs;
    private bool _isBusy;
    private bool _isClosed;

    private double Faults => world.Scenario.FaultRate;

    public void Subscribe(IReadOnlyCollection<string> names) => world.Cluster.Join(this);

    /// <summary>Which assignment of the partition lasts, or null when none does.</summary>
    public int? EpochOf(int partition) => _held.GetValueOrDefault(partition) is { IsRevoking: false } holding ? holding.Epoch : null;

    /// <summary>How many records from an offset on were handed out; null when the client goes on elsewhere since.</summary>
    public int? CountFrom(int partition, long offset)
    {
        FakePartition log = world.Cluster.Partitions[partition];
        return _held.GetValueOrDefault(partition) is { IsSought: false } holding ? log.IndexFrom(holding.Position) - log.IndexFrom(offset) : null;
    }

    /// <summary>A consumer runs, so what is in work is from where the client is now.</summary>
    public void Runs(int partition)
    {
        if (_held.GetValueOrDefault(partition) is { } holding)
        {
            holding.IsSought = false;
        }
    }

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        _isBusy = false;
        host.CheckPlaces();
        bool takesFirst = world.Random.Next(2) == 0;
        if (takesFirst)
        {
            Take(into);
        }

        ServeGroup();
        if (!takesFirst)
        {
            Take(into);
        }

        FailSometimes(into);
    }

    /// <summary>Waits until there may be something to fetch.</summary>
    public async Task IdleAsync()
    {
        if (_isBusy)
        {
            await Task.Yield();
            return;
        }

        TaskCompletionSource wake = _wake = new TaskCompletionSource();
        host.Process.After(Idle, () => wake.TrySetResult());
        await wake.Task;
    }

    public void Wake() => _wake.TrySetResult();

    public void Pause(TopicPartition partition)
    {
        Find(partition, "pause");
        _paused.Add(partition.Partition.Value);
    }

    public void Resume(TopicPartition partition)
    {
        Find(partition, "resume");
        _paused.Remove(partition.Partition.Value);
    }

    public void Seek(TopicPartitionOffset position)
    {
        Holding holding = Find(position.TopicPartition, "seek");
        FakePartition partition = world.Cluster.Partitions[position.Partition.Value];
        holding.Position = position.Offset == Offset.Beginning ? 0 : position.Offset == Offset.End ? partition.End : position.Offset.Value;
        holding.IsEndTold = false;
        holding.IsSought = true;
        world.Note(host.Name, $"seeks {position.Partition.Value}/{holding.Position}");
    }

    public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        foreach (TopicPartitionOffset offset in offsets.Where(offset => !_held.ContainsKey(offset.Partition.Value) && !host.Process.IsDead))
        {
            world.Fail($"{host.Name} commits {offset.Partition.Value}/{offset.Offset.Value}, which is not assigned to it");
        }

        return _commits.SendAsync(offsets, timeout, () => world.Cluster.IsMember(this));
    }

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        IReadOnlyCollection<TopicPartitionOffset> told = world.Mutation == Mutation.SkipOnRevoke
            ? [.. offsets.Select(offset => new TopicPartitionOffset(offset.TopicPartition, _held[offset.Partition.Value].Position))]
            : offsets;
        Task<CommitResult> commit = CommitAsync(told, timeout);
        return host.Threads.Wait(commit, timeout) ? commit.Result : CommitPath.TimedOut;
    }

    public Task CommitsEndedAsync() => Task.CompletedTask;

    /// <summary>As the coordinator knows it; what it is asked for with it is checked against <see cref="World"/> when it arrives.</summary>
    public IConsumerGroupMetadata? Membership => world.Cluster.IsMember(this) ? new FakeMembership(EpochOf) : null;

    public async Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions)
    {
        await Task.Delay(world.Within(30), host.Process.Time);
        if (world.Happens(Faults) || partitions.Any(partition => world.Cluster.Partitions[partition.Partition.Value].Open is not null))
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
        }

        return [.. partitions.Select(partition => new TopicPartitionOffset(partition, world.Cluster.Partitions[partition.Partition.Value].Committed ?? Offset.Unset))];
    }

    public async Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout)
    {
        await Task.Delay(world.Within(30), host.Process.Time);
        if (world.Happens(Faults))
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
        }

        FakePartition committed = world.Cluster.Partitions[partition.Partition.Value];
        string mark = world.Mutation == Mutation.FalseAccusations && committed.Mark.Length > 0 ? $"kafka-dlq-crash/1 crashes={committed.Committed}:{world.Scenario.Queue!.MaxCrashes}:0" : committed.Mark;
        return new MarkedOffset(partition, committed.Committed ?? Offset.Unset, mark);
    }

    /// <summary>Its partition goes to somebody else without a word from it.</summary>
    public void Endanger(FakePartition partition) => world.Ledger.Endanger(host, partition);

    public long? HighWatermark(TopicPartition partition) => world.Cluster.Partitions[partition.Partition.Value].End;

    public bool IsBrokerReachable(TimeSpan timeout) => true;

    public bool IsMember => world.Cluster.IsMember(this);

    public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout) => Task.FromResult<IReadOnlyList<TopicPartition>?>([]);

    public void Leave() => throw new NotSupportedException("Only static members leave without closing, and this group has none.");

    public void Close()
    {
        _isClosed = true;
        if (world.Cluster.IsMember(this))
        {
            Revoke([.. _held.Keys]);
        }

        LoseAll();
        world.Cluster.Remove(this);
        world.Note(host.Name, $"left the group");
    }

    public void Dispose()
    {
    }

    private static TopicPartition Named(int partition) => new(Scenario.Topic, partition);

    private Holding Find(TopicPartition partition, string verb)
    {
        if (world.Happens(Faults) || !_held.TryGetValue(partition.Partition.Value, out Holding? holding))
        {
            throw new KafkaException(new Error(ErrorCode.Local_State, $"cannot {verb} {partition.Partition.Value}"));
        }

        return holding;
    }

    private void ServeGroup()
    {
        if (!world.Cluster.IsMember(this) && !_isClosed)
        {
            LoseAll();
            Rejoin();
        }

        Revoke([.. _held.Keys.Where(partition => !world.Cluster.IsTarget(partition, this))]);
        Assign([.. world.Cluster.FreeFor(this)]);
    }

    private void Rejoin()
    {
        // Killed while a callback waited: its stack still unwinds, but nobody hears of it.
        if (!host.Process.IsDead)
        {
            world.Cluster.Join(this);
        }
    }

    private void LoseAll()
    {
        List<TopicPartition> lost = [.. _held.Keys.Select(Named)];
        _held.Clear();
        if (lost.Count > 0)
        {
            world.Note(host.Name, $"loses {string.Join(' ', lost.Select(partition => partition.Partition.Value))}");
            events.Lost(lost);
        }
    }

    private void Revoke(List<int> partitions)
    {
        if (partitions.Count == 0)
        {
            return;
        }

        world.Note(host.Name, $"gives up {string.Join(' ', partitions)}");
        partitions.ForEach(partition => _held[partition].IsRevoking = true);
        events.Revoked([.. partitions.Select(Named)]);
        if (host.Process.IsDead)
        {
            return;
        }

        foreach (int partition in partitions)
        {
            _held.Remove(partition);
            world.Cluster.Release(partition, this);
        }

        if (world.Mutation == Mutation.StaleCommits)
        {
            _ = CommitAsync([new TopicPartitionOffset(Named(partitions[0]), world.Cluster.Partitions[partitions[0]].Committed ?? 0)], Idle);
        }
    }

    private void Assign(List<FakePartition> partitions)
    {
        if ((partitions.Count == 0 && !world.Happens(Faults / 10)) || !host.Process.IsRunning)
        {
            return;
        }

        foreach (FakePartition partition in partitions)
        {
            partition.Owner = this;
            world.Ledger.Began(host, partition);
            if (partition.Open is not null)
            {
                world.Sightings.Note(Element.EarlyAssignment);
            }

            // The real client has been seen to begin anew where it should have waited for the end of a transaction.
            _held[partition.Number] = new Holding(partition.Open is null ? partition.Committed ?? 0 : 0, ++_epochs);
            world.Note(host.Name, $"is given {partition.Number} from {partition.Committed}");
        }

        _isBusy = true;
        events.Assigned([.. partitions.Select(partition => Named(partition.Number))]);
    }

    private void Take(FetchedRecords into)
    {
        foreach ((int number, Holding holding) in _held)
        {
            if (_paused.Contains(number) || holding.IsRevoking)
            {
                continue;
            }

            FakePartition partition = world.Cluster.Partitions[number];
            int index = partition.IndexFrom(holding.Position);
            int count = Math.Min(world.Random.Next(8), partition.Log.Count - index);
            for (int i = 0; i < count; i++)
            {
                into.Add(Create(partition.Log[index + i]));
                holding.Position = partition.Log[index + i].Offset + 1;
                if (world.Mutation == Mutation.DoubleRecords && world.Random.Next(10) == 0)
                {
                    into.Add(Create(partition.Log[index + i]));
                }
            }

            TellEnd(into, partition, holding);
            _isBusy |= count > 0;
        }
    }

    private static void TellEnd(FetchedRecords into, FakePartition partition, Holding holding)
    {
        bool isAtEnd = partition.IndexFrom(holding.Position) == partition.Log.Count;
        if (isAtEnd && !holding.IsEndTold)
        {
            into.Ends.Add(new TopicPartitionOffset(Named(partition.Number), partition.End));
        }

        holding.IsEndTold = isAtEnd;
    }

    private Message Create(FakeRecord record)
    {
        PartitionSource source = topics.SourceOf(Scenario.Topic, record.Partition)!;
        DateTimeOffset told = world.Mutation == Mutation.EarlyRecords ? record.Written.AddSeconds(-1) : record.Written;
        return source.Format.Create(source, new RecordData(new RecordStamp(record.Offset, new Timestamp(told), -1), null, record.Payload, null));
    }

    private void FailSometimes(FetchedRecords into)
    {
        if (world.Happens(Faults / 10))
        {
            into.Errors.Add(new KafkaException(new Error(ErrorCode.Local_Transport, "simulated error beside the records")));
        }

        if (world.Happens(Faults / 20))
        {
            throw new KafkaException(new Error(ErrorCode.Local_Fail, "simulated failure of a fetch"));
        }
    }
}
