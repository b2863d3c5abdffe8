using Confluent.Kafka;
using Kafka.Dlq.Tests.Simulation.Runs;
using System.Globalization;
using System.Text;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A broker with one topic, one consumer group and a dead letter topic.</summary>
internal sealed class FakeCluster
{
    private readonly World _world;
    private readonly List<FakeClient> _members = [];
    private readonly Dictionary<int, FakeClient> _targets = [];
    private readonly Random _killers;
    private bool _dealsWhenFree;

    public FakeCluster(World world)
    {
        _world = world;
        _killers = new Random(world.Scenario.KillerSeed);
        Partitions = [.. Enumerable.Range(0, world.Scenario.Partitions).Select(number => new FakePartition(number))];
        foreach (FakePartition partition in Partitions)
        {
            for (int i = world.Scenario.RecordsEach; i > 0; i--)
            {
                Append(partition, DrawKind());
            }
        }
    }

    public IReadOnlyList<FakePartition> Partitions { get; }

    public List<Letter> Letters { get; } = [];

    /// <summary>The record that a letter is of.</summary>
    public FakeRecord SourceOf(Message<byte[]?, byte[]?> letter)
    {
        FakePartition partition = Partitions[int.Parse(Header(letter, "dlq.source.partition"), CultureInfo.InvariantCulture)];
        return partition.Log[partition.IndexFrom(long.Parse(Header(letter, "dlq.source.offset"), CultureInfo.InvariantCulture))];
    }

    /// <summary>Ends what was written during the unrest with a message that works.</summary>
    public void AppendLast()
    {
        foreach (FakePartition partition in Partitions)
        {
            Append(partition, RecordKind.Good, mayKill: false);
        }

        _members.ForEach(member => member.Wake());
    }

    public void AppendSome()
    {
        Append(Partitions[_world.Random.Next(Partitions.Count)], DrawKind());
        _members.ForEach(member => member.Wake());
    }

    /// <summary>Something changed that members may wait for.</summary>
    public void Look() => _members.ForEach(member => member.Wake());

    public bool IsMember(FakeClient client) => _members.Contains(client);

    public void Join(FakeClient client)
    {
        _members.Add(client);
        Rebalance();
    }

    /// <summary>A member left, or was not heard of for too long.</summary>
    public void Remove(FakeClient client)
    {
        if (_members.Remove(client))
        {
            foreach (FakePartition partition in Partitions.Where(partition => partition.Owner == client))
            {
                client.Endanger(partition);
                partition.Owner = null;
            }

            Rebalance();
        }
    }

    /// <summary>Deals the partitions anew: at once, each moving when its owner has given it up, or after all were given up.</summary>
    public void Rebalance()
    {
        _targets.Clear();
        _dealsWhenFree = _world.Random.Next(3) == 0;
        if (!_dealsWhenFree)
        {
            Deal();
        }

        DealWhenFree();
        _members.ForEach(member => member.Wake());
    }

    public void Release(int partition, FakeClient by)
    {
        if (Partitions[partition].Owner == by)
        {
            if (Partitions[partition].Mark.Contains("alone", StringComparison.Ordinal))
            {
                // Its last commit failed, so the next owner takes it for one that died.
                by.Endanger(Partitions[partition]);
            }

            Partitions[partition].Owner = null;
        }

        DealWhenFree();
        _members.ForEach(member => member.Wake());
    }

    public bool IsTarget(int partition, FakeClient client) => _targets.GetValueOrDefault(partition) == client;

    public IEnumerable<FakePartition> FreeFor(FakeClient client) => Partitions.Where(partition => partition.Owner is null && (partition.Open is null || _world.Happens(_world.Scenario.FaultRate * 2)) && IsTarget(partition.Number, client));

    public static string Header(Message<byte[]?, byte[]?> letter, string name) => Encoding.UTF8.GetString(letter.Headers.GetLastBytes(name));

    private void DealWhenFree()
    {
        if (_dealsWhenFree && Partitions.All(partition => partition.Owner is null))
        {
            _dealsWhenFree = false;
            Deal();
        }
    }

    private void Deal()
    {
        foreach (FakePartition partition in Partitions.Where(_ => _members.Count > 0))
        {
            bool stays = partition.Owner is not null && _world.Random.Next(3) > 0;
            _targets[partition.Number] = stays ? partition.Owner! : _members[_world.Random.Next(_members.Count)];
        }
    }

    private RecordKind DrawKind() => _world.Random.NextDouble() >= _world.Scenario.FailureRate
        ? RecordKind.Good
        : _world.Scenario.HasCriticalErrors && _world.Random.Next(6) == 0 ? RecordKind.Critical
        : _world.Scenario.Queue is null ? RecordKind.Transient : (RecordKind)_world.Random.Next(1, 4);

    // Producers' clocks are not quite the consumers', and timestamps know whole milliseconds.
    private DateTimeOffset DrawTime() =>
        DateTimeOffset.FromUnixTimeMilliseconds(new DateTimeOffset(_world.Scheduler.Now, TimeSpan.Zero).ToUnixTimeMilliseconds() + _world.Random.Next(-500, 500));

    private void Append(FakePartition partition, RecordKind kind, bool mayKill = true)
    {
        long offset = partition.End + (_world.Random.Next(6) == 0 ? _world.Random.Next(1, 4) : 0);
        bool isKiller = mayKill && _killers.NextDouble() < _world.Scenario.KillerRate;
        string text = kind == RecordKind.Unparsable ? $"no number {partition.Number}/{offset}" : (offset * 10).ToString(CultureInfo.InvariantCulture);
        partition.Append(new FakeRecord(partition.Number, offset, kind, _world.Random.Next(1, 4), Encoding.UTF8.GetBytes(text), DrawTime()) { Kills = kind == RecordKind.Good && isKiller });
    }
}
