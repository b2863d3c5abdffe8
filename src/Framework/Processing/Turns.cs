namespace Kafka.Dlq.Processing;

/// <summary>Lets so many in at a time, the others in the order in which they came: nobody who comes later takes a place that is owed to one who waits.</summary>
/// <remarks>
/// Those who wait go on on the scheduler they came from; a <see cref="SemaphoreSlim"/> would send them there by way of the thread pool. Whoever finds a place free costs
/// no memory. All members may be called from any thread.
/// </remarks>
/// <param name="places">How many are in at the same time at most.</param>
internal sealed class Turns(int places)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _free = places;

    /// <summary>How many places nobody has now.</summary>
    public int Free
    {
        get
        {
            lock (_gate)
            {
                return _free;
            }
        }
    }

    /// <summary>How many wait for their turn now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count(turn => !turn.Task.IsCompleted);
            }
        }
    }

    /// <summary>Waits for a turn, which <see cref="Release"/> ends.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the turn came. A turn that came in the same moment is had all the same.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken)
        : Enter() is { } turn ? WaitAsync(turn, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Waits for a turn, blocking.</summary>
    /// <returns>False when the time was over before the turn came.</returns>
    public bool Wait(TimeSpan limit, IThreads threads) =>
        // One that came just when the time was over can no longer be given back to the queue, so it counts.
        Enter() is not { } turn || threads.Wait(turn.Task, limit) || !turn.TrySetCanceled(CancellationToken.None);

    /// <summary>Ends a turn: its place goes to the one who has waited longest, or becomes free.</summary>
    public void Release()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out TaskCompletionSource? next))
            {
                // One that was given up meanwhile takes no place; should it be given up right now, either the place or the giving up comes first, and the other does nothing.
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _free++;
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    private TaskCompletionSource? Enter()
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return null;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn;
        }
    }
}
