namespace Kafka.Dlq.Reliability.Workers;

/// <summary>The workers of a campaign: started, killed, frozen, joined and removed by it, and all gone when it ends.</summary>
internal sealed class WorkerPool(string folder, Func<int, WorkerSettings> settings) : IAsyncDisposable
{
    private const int MostProblems = 5;
    private static readonly TimeSpan BeginDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LeaveDeadline = TimeSpan.FromSeconds(90);

    private readonly List<WorkerProcess> _running = [];
    private readonly List<string> _problems = [];
    private int _started;
    private long _lengthOfEnded;

    /// <summary>Those that run, frozen ones included.</summary>
    public IReadOnlyList<WorkerProcess> Running => _running;

    /// <summary>Whether records may kill workers, so that such an end is no problem.</summary>
    public bool MayDie { get; init; }

    /// <summary>How many processes were started.</summary>
    public int Started => _started;

    /// <summary>What went wrong that nobody did to them: crashes, and ends that were not in order.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The ledgers of all, living and dead.</summary>
    public IReadOnlyList<string> Ledgers => [.. Directory.EnumerateFiles(folder, "*.ledger").Order(StringComparer.Ordinal)];

    /// <summary>The length of all ledgers in bytes.</summary>
    public long LedgerLength => _lengthOfEnded + _running.Sum(worker => worker.LedgerLength);

    /// <summary>Starts a worker in a place of the pool.</summary>
    public WorkerProcess Start(int slot)
    {
        WorkerProcess worker = WorkerProcess.Start(slot, settings(slot) with { Ledger = Path.Combine(folder, $"{_started++:00000}-{slot}.ledger") });
        _running.Add(worker);
        return worker;
    }

    /// <summary>Waits until the group has given partitions to one of them.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public Task BeginsAsync(CancellationToken cancellationToken) => Wait.UntilAsync(
        () =>
        {
            Look();
            return _running.Exists(worker => worker.WasAssigned());
        },
        BeginDeadline,
        () => $"no worker was given partitions. {string.Join(Environment.NewLine, _problems)}",
        cancellationToken);

    /// <summary>Kills a worker and starts another in its place.</summary>
    public void Replace(WorkerProcess worker)
    {
        worker.Kill();
        Remove(worker);
        Start(worker.Slot);
    }

    /// <summary>Has a worker leave in order.</summary>
    public async Task LeaveAsync(WorkerProcess worker)
    {
        bool isOrderly = await worker.LeaveAsync(LeaveDeadline);
        if (!isOrderly)
        {
            _problems.Add($"The worker in place {worker.Slot} did not stop in order (exit code {worker.ExitCode}). {worker.LastWords}");
        }

        Remove(worker);
    }

    /// <summary>Has all leave in order.</summary>
    public Task LeaveAllAsync()
    {
        ThawAll();
        return Task.WhenAll(_running.ToArray().Select(LeaveAsync));
    }

    public void ThawAll() => _running.FindAll(worker => worker.IsFrozen).ForEach(worker => worker.Thaw());

    /// <summary>Notes workers that ended although nobody ended them, and starts others in their places.</summary>
    /// <exception cref="InvalidOperationException">That happens again and again: nothing can be learned from it.</exception>
    public void Look()
    {
        foreach (WorkerProcess worker in _running.FindAll(worker => worker.HasExited))
        {
            if (!MayDie || !worker.WasKilledByRecord())
            {
                _problems.Add($"The worker in place {worker.Slot} ended by itself with exit code {worker.ExitCode}. {worker.LastWords}");
            }

            Remove(worker);
            Start(worker.Slot);
        }

        if (_problems.Count > MostProblems)
        {
            throw new InvalidOperationException($"Workers end by themselves again and again, so the campaign was given up. {string.Join(Environment.NewLine, _problems)}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _running.ForEach(worker => worker.Dispose());
        _running.Clear();
        return ValueTask.CompletedTask;
    }

    private void Remove(WorkerProcess worker)
    {
        _lengthOfEnded += worker.LedgerLength;
        _running.Remove(worker);
        worker.Dispose();
    }
}
