namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>A timer of a process. Nothing here uses periods, so they are refused rather than simulated.</summary>
internal sealed class VirtualTimer(Scheduler scheduler, SimulatedProcess process, Action callback) : ITimer
{
    /// <summary>When it fires, in ticks.</summary>
    public long Due { get; private set; } = long.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period > TimeSpan.Zero)
        {
            throw new NotSupportedException("The simulation has no periodic timers.");
        }

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
