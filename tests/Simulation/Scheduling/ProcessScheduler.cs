namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>Where a process' tasks and continuations go: to the one thread of the simulation.</summary>
internal sealed class ProcessScheduler(Scheduler scheduler, SimulatedProcess process) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    public void Execute(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => scheduler.Add(process, task);

    // A continuation that may follow at once does so sometimes, as on the thread pool, and sometimes a moment later.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && scheduler.IsHere && process.IsRunning && scheduler.Flip(oneIn: 2) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
