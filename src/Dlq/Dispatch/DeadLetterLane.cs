namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The dead letters of one source partition that are under way: keeps them in order and bounded. Made when the partition is assigned and let go
/// with it.
/// </summary>
/// <remarks>
/// <para>
/// A letter may go to the producer once its predecessors were taken by it and none of them is failing. A letter that must be tried again waits
/// until its predecessors are delivered. What the producer had taken before a predecessor failed cannot be called back: there the order is lost.
/// </para>
/// <para>All members may be called from any thread.</para>
/// </remarks>
/// <param name="maxOutstanding">How many letters may be under way before <see cref="WaitForRoomAsync"/> waits; 1 or more.</param>
public sealed class DeadLetterLane(int maxOutstanding)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<LaneTurn> _turns = [];
    private readonly int _maxOutstanding = maxOutstanding >= 1 ? maxOutstanding : throw new ArgumentOutOfRangeException(nameof(maxOutstanding), maxOutstanding, "A lane holds 1 letter or more.");
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private int _failing;

    /// <summary>How many letters are under way: dispatched, and neither delivered nor given up.</summary>
    public int Outstanding
    {
        get
        {
            lock (_gate)
            {
                return _turns.Count;
            }
        }
    }

    /// <summary>Whether a letter failed at least once and is not delivered yet. The partition stands still meanwhile.</summary>
    public bool IsHolding
    {
        get
        {
            lock (_gate)
            {
                return _failing > 0;
            }
        }
    }

    /// <summary>Waits until another letter may be dispatched: fewer than the bound are under way and none of them is failing.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitForRoomAsync(CancellationToken cancellationToken) => WaitUntilAsync(static lane => lane.HasRoomUnderLock(), cancellationToken);

    /// <summary>Waits until the producer has taken every letter dispatched so far: no wait unless the target's partitions have to be asked for, or a letter is failing.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitUntilTakenAsync(CancellationToken cancellationToken) => WaitUntilAsync(static lane => lane._turns.Last?.Value.HasPassed ?? true, cancellationToken);

    /// <summary>Ends the letters of this lane that went to the producer at once.</summary>
    internal LetterReports Reports { get; } = new();

    /// <summary>Takes the next place in the lane.</summary>
    internal LaneTurn Enter()
    {
        LaneTurn turn = new();
        lock (_gate)
        {
            _turns.AddLast(turn.Node);
        }

        return turn;
    }

    /// <summary>Whether the letter may be handed to the producer now.</summary>
    internal bool MayGo(LaneTurn turn)
    {
        lock (_gate)
        {
            return MayGoUnderLock(turn);
        }
    }

    /// <summary>Waits until the letter may be handed to the producer; a completed task when it may at once.</summary>
    internal Task WaitForTurnAsync(LaneTurn turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (MayGoUnderLock(turn))
            {
                return Task.CompletedTask;
            }

            turn.Go = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return turn.Go.OrCancelledAsync(cancellationToken);
        }
    }

    /// <summary>The producer took the letter, so its successor may follow.</summary>
    internal void Pass(LaneTurn turn)
    {
        lock (_gate)
        {
            turn.HasPassed = true;
            ReleaseUnderLock(turn.Node.Next?.Value);
            WakeUnderLock();
        }
    }

    /// <summary>A try of the letter failed.</summary>
    internal void Hold(LaneTurn turn)
    {
        lock (_gate)
        {
            _failing += turn.HasFailed ? 0 : 1;
            turn.HasFailed = true;
        }
    }

    /// <summary>The letter was delivered or given up.</summary>
    internal void Leave(LaneTurn turn)
    {
        lock (_gate)
        {
            _turns.Remove(turn.Node);
            _failing -= turn.HasFailed ? 1 : 0;
            ReleaseUnderLock(_turns.First?.Value);
            if (turn.HasFailed || !turn.HasPassed)
            {
                ReleaseUnderLock(_turns.FirstOrDefault(waiting => !waiting.HasPassed));
            }

            WakeUnderLock();
        }
    }

    private Task WaitUntilAsync(Func<DeadLetterLane, bool> holdsUnderLock, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return holdsUnderLock(this) ? Task.CompletedTask : WaitForChangeAsync(holdsUnderLock, ChangeUnderLock(), cancellationToken);
        }
    }

    private async Task WaitForChangeAsync(Func<DeadLetterLane, bool> holdsUnderLock, TaskCompletionSource<bool> change, CancellationToken cancellationToken)
    {
        await change.OrCancelledAsync(cancellationToken);
        await WaitUntilAsync(holdsUnderLock, cancellationToken);
    }

    private TaskCompletionSource<bool> ChangeUnderLock()
    {
        TaskCompletionSource<bool> change = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // Those who gave up waiting are of no use any more.
        _waiting.RemoveAll(waiting => waiting.Task.IsCompleted);
        _waiting.Add(change);
        return change;
    }

    private void WakeUnderLock()
    {
        _waiting.ForEach(waiting => waiting.TrySetResult(true));
        _waiting.Clear();
    }

    private bool HasRoomUnderLock() => _turns.Count < _maxOutstanding && _failing == 0;

    private bool MayGoUnderLock(LaneTurn turn) =>
        turn.Node.Previous is not { } previous || (!turn.HasFailed && _failing == 0 && previous.Value.HasPassed);

    private void ReleaseUnderLock(LaneTurn? turn)
    {
        if (turn?.Go is { } go && MayGoUnderLock(turn))
        {
            turn.Go = null;
            go.TrySetResult(true);
        }
    }
}
