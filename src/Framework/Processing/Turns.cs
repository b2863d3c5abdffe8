namespace Kafka.Dlq.Processing;

/// <summary>Lets one in at a time, the others in the order in which they came.</summary>
/// <remarks>Those who wait go on on the scheduler they came from; a <see cref="SemaphoreSlim"/> would send them there by way of the thread pool.</remarks>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _isTaken;

    /// <summary>Waits for a turn, which <see cref="Release"/> ends.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the turn came.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Enter() is { } turn)
        {
            await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
            await turn.Task;
        }
    }

    /// <summary>Waits for a turn, blocking.</summary>
    /// <returns>False when the time was over before the turn came.</returns>
    public bool Wait(TimeSpan limit, IThreads threads) =>
        // One that came just when the time was over can no longer be given back to the queue, so it counts.
        Enter() is not { } turn || threads.Wait(turn.Task, limit) || !turn.TrySetCanceled(CancellationToken.None);

    public void Release()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }

    private TaskCompletionSource? Enter()
    {
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return null;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn;
        }
    }
}
