using Kafka.Dlq.Processing;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.Tests.Simulation.Scheduling;

/// <summary>The threads of a process as steps of the simulation.</summary>
/// <param name="scheduler">Takes the steps.</param>
/// <param name="process">The process.</param>
/// <param name="idle">Waits until the next poll is worth while.</param>
/// <param name="isDeaf">Whether nobody is told of a cancellation: a fault to be found.</param>
internal sealed class SimulatedThreads(Scheduler scheduler, SimulatedProcess process, Func<Task> idle, bool isDeaf) : IThreads
{
    public TimeSpan Patience => TimeSpan.Zero;

    /// <summary>Whether the step that is taken is one of the loop itself, that is of the poll thread.</summary>
    public bool IsInLoop { get; private set; }

    public void Loop(string name, Func<TimeSpan?> round, CancellationToken hurry) => _ = process.Run(() => LoopAsync(round));

    /// <summary>The caller's stack stands still, all others go on.</summary>
    public bool Wait(Task ended, TimeSpan limit)
    {
        bool wasInLoop = IsInLoop;
        IsInLoop = false;
        scheduler.Run(() => (ended.IsCompleted && process.IsRunning) || process.IsDead, limit);
        scheduler.Run(() => process.IsRunning || process.IsDead, TimeSpan.FromDays(1));
        IsInLoop = wasInLoop;
        return ended.IsCompleted;
    }

    public Task CancelAsync(CancellationTokenSource source)
    {
        if (source.IsCancellationRequested || !TransitionToCancellationRequested(source) || isDeaf)
        {
            return Task.CompletedTask;
        }

        // What CancellationTokenSource.CancelAsync does, but on this scheduler instead of the thread pool.
        return process.Run(() => ExecuteCallbackHandlers(source, throwOnFirstException: false));
    }

    private async Task LoopAsync(Func<TimeSpan?> round)
    {
        while (Go(round) is { } rest)
        {
            await (rest > TimeSpan.Zero ? Task.Delay(rest, process.Time) : idle());
        }
    }

    private TimeSpan? Go(Func<TimeSpan?> round)
    {
        IsInLoop = true;
        TimeSpan? rest = round();
        IsInLoop = false;
        return rest;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TransitionToCancellationRequested")]
    private static extern bool TransitionToCancellationRequested(CancellationTokenSource source);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ExecuteCallbackHandlers")]
    private static extern void ExecuteCallbackHandlers(CancellationTokenSource source, bool throwOnFirstException);
}
