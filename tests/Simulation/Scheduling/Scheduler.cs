using Kafka.Dlq.Tests.Simulation.Checks;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>
/// One thread on which everything happens, one step at a time. Which of the steps that are ready comes next is drawn by the seed's random numbers; time goes on
/// when none is, and now and then a little by itself, so that what is due meets what is not done yet.
/// </summary>
internal sealed class Scheduler(Random random, Verdict verdict)
{
    private const long MostSteps = 400_000;

    private readonly List<Step> _ready = [];
    private readonly PriorityQueue<VirtualTimer, (long Due, long Sequence)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _sequence;

    /// <summary>Virtual time, in ticks of <see cref="DateTime"/>.</summary>
    public long Now { get; private set; } = Start;

    public static long Start { get; } = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public long Steps { get; private set; }

    /// <summary>Sums up which step was taken when: equal for equal runs.</summary>
    public ulong Digest { get; private set; } = 14_695_981_039_346_656_037;

    public bool IsHere => Environment.CurrentManagedThreadId == _thread;

    public bool Flip(int oneIn) => random.Next(oneIn) == 0;

    public void Add(SimulatedProcess process, Task task)
    {
        if (IsHere)
        {
            _ready.Add(new Step(process, task));
            return;
        }

        // Whatever left this thread comes back at a moment that no seed decides.
        verdict.Fail($"work of {process.Name} came from another thread: {new StackTrace(fNeedFileInfo: false)}");
    }

    public void Add(VirtualTimer timer) => _timers.Enqueue(timer, (timer.Due, ++_sequence));

    /// <summary>Takes steps until a condition holds.</summary>
    /// <returns>Whether it does; false when the time is over before.</returns>
    public bool Run(Func<bool> isDone, TimeSpan limit)
    {
        long until = Now + limit.Ticks;
        while (!isDone())
        {
            if (verdict.IsFailed || !TakeStep(until))
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeStep(long until)
    {
        Wake(_ready.Count > 0 && random.Next(40) == 0 ? Now + (random.Next(50) * TimeSpan.TicksPerMillisecond / 10) : Now);
        while (_ready.Count == 0)
        {
            if (!_timers.TryPeek(out _, out (long Due, long Sequence) next) || next.Due > until)
            {
                Now = Math.Max(Now, until);
                return false;
            }

            Wake(next.Due);
        }

        Take(random.Next(_ready.Count));
        return true;
    }

    private void Take(int index)
    {
        Step step = _ready[index];
        Note((ulong)index, (ulong)_ready.Count, (ulong)Now);
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (++Steps > MostSteps)
        {
            verdict.Fail($"no end after {MostSteps:N0} steps");
        }

        step.Process.Execute(step.Task);
    }

    private void Wake(long now)
    {
        Now = Math.Max(Now, now);
        while (_timers.TryPeek(out VirtualTimer? timer, out (long Due, long Sequence) key) && key.Due <= Now)
        {
            _timers.Dequeue();
            timer.Fire(key.Due);
        }
    }

    private void Note(params ReadOnlySpan<ulong> values)
    {
        foreach (ulong value in values)
        {
            Digest = (Digest ^ value) * 1_099_511_628_211;
        }
    }

    private readonly record struct Step(SimulatedProcess Process, Task Task);
}
