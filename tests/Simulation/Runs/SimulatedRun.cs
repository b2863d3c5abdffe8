using Kafka.Dlq.Tests.Simulation.Hosts;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>One run: unrest as the seed says, then quiet in which everything must come to its end, then an orderly stop.</summary>
internal sealed class SimulatedRun
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(10);

    private readonly World _world;
    private readonly List<Host> _hosts = [];
    private readonly List<Disk> _disks = [];
    private bool _isEnding;

    private SimulatedRun(int seed, Mutation mutation, bool isTraced) =>
        _world = new World(seed, mutation, isTraced) { Kill = KillWhileUnrest };

    /// <summary>Runs a seed on a thread of its own, so that nothing depends on the caller's.</summary>
    public static Outcome Run(int seed, Mutation mutation = Mutation.None, bool isTraced = false)
    {
        Outcome? outcome = null;
        Thread thread = new(() => outcome = RunHere(seed, mutation, isTraced));
        thread.Start();
        thread.Join();
        return outcome!;
    }

    /// <summary>Runs a seed on this thread, which must not be one of the thread pool.</summary>
    public static Outcome RunHere(int seed, Mutation mutation = Mutation.None, bool isTraced = false)
    {
        SimulatedRun simulation = new(seed, mutation, isTraced);
        World world = simulation._world;
        simulation.Run();
        simulation._hosts.ForEach(host => host.Dispose());
        return new Outcome(
            seed,
            world.Verdict.Violation,
            world.Scheduler.Digest,
            world.Scheduler.Steps,
            world.Ledger.Handlings,
            world.Ledger.Doubled,
            world.Cluster.Letters.Count,
            world.Sightings,
            world.Scenario.ToString(),
            world.Trace);
    }

    private void Run()
    {
        for (int i = 0; i < _world.Scenario.Hosts; i++)
        {
            Begin();
        }

        for (int i = 0; i < _world.Scenario.Upheavals; i++)
        {
            _world.Outside.After(_world.Within(_world.Scenario.Unrest), UpheaveWhileUnrest);
        }

        for (int i = 0; i < _world.Scenario.Outages; i++)
        {
            _world.Outside.After(_world.Within(_world.Scenario.Unrest), BeginOutage);
        }

        _world.Scheduler.Run(() => false, _world.Scenario.Unrest);
        ComeToRest();
        Reach(() => _world.Ledger.IsComplete && _disks.TrueForAll(disk => disk.IsDrained), () => _world.Ledger.Unfinished() ?? _disks.Find(disk => !disk.IsDrained)?.ToString() ?? "not everything was committed");
        StopAll();
        Reach(() => _hosts.TrueForAll(host => host.IsStopped || host.Process.IsDead), () => $"{_hosts.First(host => !host.IsStopped && !host.Process.IsDead).Name} does not stop");
        CheckEnd();
    }

    private void Begin()
    {
        if (_isEnding)
        {
            return;
        }

        Host host = new(_world, $"host-{_hosts.Count + 1}", FreeDisk(), StopAndStartAgain) { Dies = Kill };
        _hosts.Add(host);
        _world.Note(host.Name, $"starts");
        host.Start();
    }

    // A process that starts finds what one before it left on its machine.
    private Disk FreeDisk()
    {
        if ((_disks.Find(disk => disk.IsFree && !disk.IsDrained) ?? _disks.Find(disk => disk.IsFree)) is { } left)
        {
            return left;
        }

        Disk disk = new();
        _disks.Add(disk);
        return disk;
    }

    private void BeginOutage()
    {
        _world.Note("letters", $"are away");
        _world.Outages++;
        _world.Outside.After(_world.Within(3_000), () => _world.Outages--);
    }

    // Once at rest, somebody looks after the machines on which letters were left.
    private void BeginWhereLettersLie()
    {
        if (_disks.Exists(disk => disk.IsFree && !disk.IsDrained))
        {
            Begin();
        }

        if (!_isEnding)
        {
            _world.Outside.After(TimeSpan.FromSeconds(1), BeginWhereLettersLie);
        }
    }

    private void UpheaveWhileUnrest()
    {
        if (_world.IsQuiet)
        {
            return;
        }

        List<Host> working = [.. _hosts.Where(host => host.IsAtWork)];
        Host? host = working.Count > 0 ? working[_world.Random.Next(working.Count)] : null;
        switch (_world.Random.Next(8))
        {
            case 0 when working.Count < 4:
                Begin();
                break;
            case 1 when host is not null:
                Kill(host);
                break;
            case 2 when host is not null:
                StopAndStartAgain(host);
                break;
            case 3 when host is not null:
                Freeze(host);
                break;
            case 4 when host is not null:
                _world.Note(host.Name, $"is missed by the group");
                _world.Cluster.Remove(host.Client);
                break;
            case 5:
                _world.Cluster.AppendSome();
                break;
            default:
                _world.Note("group", $"rebalances");
                _world.Cluster.Rebalance();
                break;
        }
    }

    private void KillWhileUnrest(Host host)
    {
        if (host.IsAtWork && !_world.IsQuiet)
        {
            Kill(host);
        }
    }

    private void Kill(Host host)
    {
        _world.Note(host.Name, $"is killed");
        host.Process.Kill();
        _world.Outside.After(_world.Within(1_500), () => _world.Cluster.Remove(host.Client));
        _world.Outside.After(_world.Within(1_500), Begin);
    }

    private void StopAndStartAgain(Host host)
    {
        _world.Note(host.Name, $"is asked to stop");
        host.Stop();
        _world.Outside.After(_world.Within(3_000), Begin);
    }

    private void Freeze(Host host)
    {
        _world.Note(host.Name, $"freezes");
        host.Process.Freeze();
        _world.Outside.After(_world.Within(2_000), host.Process.Thaw);
        if (_world.Random.Next(2) == 0)
        {
            _world.Outside.After(_world.Within(1_500), () => _world.Cluster.Remove(host.Client));
        }
    }

    private void ComeToRest()
    {
        _world.IsQuiet = true;
        _world.Note("outside", $"comes to rest");
        _hosts.ForEach(host => host.Process.Thaw());
        if (!_hosts.Exists(host => host.IsAtWork))
        {
            Begin();
        }

        _world.Cluster.AppendLast();
        if (_world.Scenario.HasSpool)
        {
            BeginWhereLettersLie();
        }
    }

    private void StopAll()
    {
        _isEnding = true;
        foreach (Host host in _hosts.Where(host => host.IsAtWork))
        {
            _world.Note(host.Name, $"is asked to stop");
            host.Stop();
        }
    }

    private void Reach(Func<bool> isDone, Func<string> fault)
    {
        if (!_world.Verdict.IsFailed && !_world.Scheduler.Run(isDone, LongEnough) && !_world.Verdict.IsFailed)
        {
            _world.Fail($"{fault()}, {LongEnough.TotalMinutes} minutes after faults ended");
        }
    }

    private void CheckEnd()
    {
        _world.Ledger.CheckLetters();
        if (_world.Ledger.Unfinished() is { } unfinished)
        {
            _world.Fail($"after the stop {unfinished}");
        }
    }
}
