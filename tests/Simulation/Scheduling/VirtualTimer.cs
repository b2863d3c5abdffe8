namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>A timer of a process; a periodic one ends with it.</summary>
internal sealed class VirtualTimer(Scheduler scheduler, SimulatedProcess process, Action callback) : ITimer
{
    private TimeSpan _period;

    /// <summary>When it fires, in ticks.</summary>
    public long Due { get; private set; } = long.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        Due = long.MaxValue;
        if (dueTime >= TimeSpan.Zero)
        {
            Due = scheduler.Now + dueTime.Ticks;
            scheduler.Add(this);
        }

        return true;
    }

    /// <summary>Its time has come, unless it was changed meanwhile.</summary>
    public void Fire(long due)
    {
        if (due == Due)
        {
            Due = long.MaxValue;
            if (_period > TimeSpan.Zero && !process.IsDead)
            {
                Due = due + _period.Ticks;
                scheduler.Add(this);
            }

            process.Run(callback);
        }
    }

    public void Dispose() => Due = long.MaxValue;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
