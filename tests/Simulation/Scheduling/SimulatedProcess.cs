namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>An operating system's process: what runs in it ends with it, and stands still while it is frozen.</summary>
internal sealed class SimulatedProcess
{
    private readonly Scheduler _scheduler;
    private readonly List<Task> _held = [];
    private bool _isFrozen;

    public SimulatedProcess(Scheduler scheduler, string name)
    {
        _scheduler = scheduler;
        Name = name;
        Tasks = new ProcessScheduler(scheduler, this);
        Time = new VirtualTime(scheduler, this);
    }

    public string Name { get; }

    public ProcessScheduler Tasks { get; }

    public VirtualTime Time { get; }

    /// <summary>Killed: no step of it is taken any more.</summary>
    public bool IsDead { get; private set; }

    public bool IsRunning => !IsDead && !_isFrozen;

    public void Kill() => IsDead = true;

    public void Freeze() => _isFrozen = true;

    public void Thaw()
    {
        _isFrozen = false;
        foreach (Task task in _held)
        {
            _scheduler.Add(this, task);
        }

        _held.Clear();
    }

    public Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, Tasks);

    public Task Run(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, Tasks).Unwrap();

    public void After(TimeSpan delay, Action work) => Time.CreateTimer(_ => work(), null, delay, Timeout.InfiniteTimeSpan);

    public void Execute(Task task)
    {
        if (_isFrozen)
        {
            _held.Add(task);
        }
        else if (!IsDead)
        {
            Tasks.Execute(task);
        }
    }
}
