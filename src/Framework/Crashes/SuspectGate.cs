using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Crashes;

/// <summary>
/// Lets the guarded runs of a host in beside one another, and a suspect alone: when the process dies then, it is known during which message.
/// </summary>
/// <remarks>Waits are bounded, so that a run which never ends holds up its own partition only: after <see cref="Longest"/> it is no longer waited for.</remarks>
internal sealed class SuspectGate(TimeProvider time)
{
    /// <summary>The longest that a suspect waits for runs of others, and that others wait for the run of a suspect.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Turns _alone = new(places: 1);
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly Wakeup _emptied = new();
    private int _running;
    private bool _isClosed;

    /// <summary>Enters beside others, unless a suspect runs or waits. Takes no lock.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _running);
        if (!Volatile.Read(ref _isClosed))
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Enters beside others, behind a suspect that runs or waits.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (TryEnter())
            {
                return;
            }

            _waiting.Enqueue(turn);
        }

        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    /// <summary>A run beside others has ended.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0 && Volatile.Read(ref _isClosed))
        {
            _emptied.Wake();
        }
    }

    /// <summary>Enters alone: no other run of the host begins, and those that go on have ended.</summary>
    /// <returns>To be disposed of when the run has ended.</returns>
    public async Task<SuspectTurn> EnterAloneAsync(CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        Interlocked.Exchange(ref _isClosed, true);
        SuspectTurn turn = new(Open, Longest, time);
        try
        {
            long start = time.GetTimestamp();
            for (TimeSpan left = Longest; left > TimeSpan.Zero && Volatile.Read(ref _running) > 0; left = Longest - time.GetElapsedTime(start))
            {
                await _emptied.WaitAsync(left, time, cancellationToken);
            }

            turn.Begin();
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private void Open()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _isClosed, false);

            // Those who waited are in now, and not only woken: the next suspect would close the gate before them, again and again.
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
            {
                Interlocked.Increment(ref _running);
                if (!next.TrySetResult())
                {
                    Leave();
                }
            }
        }

        _alone.Release();
    }
}
