namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>The clock of a process: the simulation's time, with timers that fire in steps of the process.</summary>
internal sealed class VirtualTime(Scheduler scheduler, SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(scheduler.Now, TimeSpan.Zero);

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(scheduler, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
