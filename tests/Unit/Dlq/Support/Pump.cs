namespace Kafka.Dlq.Tests.Unit.Dlq.Support;

/// <summary>Holds the continuations of what was started in it until the test runs them, so that nothing happens behind the test's back.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_posted)
        {
            _posted.Enqueue((d, state));
        }
    }

    /// <summary>Starts something in this context, and runs all that follows from it.</summary>
    public T Run<T>(Func<T> start)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            T started = start();
            RunPosted();
            return started;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Does something that the code under test waits for, and runs all that follows from it.</summary>
    public void Run(Action act) => Run(() =>
    {
        act();
        return 0;
    });

    private void RunPosted()
    {
        while (Next() is { Callback: { } callback, State: var state })
        {
            callback(state);
        }
    }

    private (SendOrPostCallback? Callback, object? State) Next()
    {
        lock (_posted)
        {
            return _posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next) ? next : default;
        }
    }
}
