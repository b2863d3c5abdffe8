using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Holds the continuations of what was started in it until the test runs them, so that nothing happens behind the test's back.</summary>
internal sealed class Pump : SynchronizationContext
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    /// <summary>Starts something in this context, and runs all that follows from it.</summary>
    public T Run<T>(Func<T> start) => Inside(() =>
    {
        T started = start();
        RunPosted();
        return started;
    });

    /// <summary>Does something that the code under test waits for, and runs all that follows from it.</summary>
    public void Run(Action act) => Run(() =>
    {
        act();
        return 0;
    });

    /// <summary>Runs what follows, also what other threads still have to begin, until the condition holds.</summary>
    public void Until(Func<bool> condition, string what) => Inside(() =>
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"Waited {Deadline} in vain: {what}.");
            if (_posted.TryTake(out (SendOrPostCallback Callback, object? State) next, millisecondsTimeout: 1))
            {
                next.Callback(next.State);
            }
        }

        RunPosted();
        return 0;
    });

    private void RunPosted()
    {
        while (_posted.TryTake(out (SendOrPostCallback Callback, object? State) next))
        {
            next.Callback(next.State);
        }
    }

    private T Inside<T>(Func<T> act)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            return act();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
