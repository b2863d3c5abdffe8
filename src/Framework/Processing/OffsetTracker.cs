namespace Kafka.Dlq.Processing;

/// <summary>
/// The offsets of one assignment of a partition: the cursor from which it goes on, what is marked, and which dead letters are still on their way.
/// </summary>
/// <remarks>
/// What may be committed is the lowest of what is marked and what still waits for a delivery report, so no crash can lose a letter that was only handed to the producer.
/// Safe from any thread: consumers may mark from several, delivery reports come on the producer's.
/// </remarks>
internal sealed class OffsetTracker
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, int> _lettersOnTheirWay = [];
    private long? _cursor;
    private long _highest;
    private long? _marked;
    private long? _committed;
    private long _peak = -1;
    private TaskCompletionSource? _frozen;
    private TaskCompletionSource? _free;
    private bool _isInDoubt;
    private bool _closed;

    /// <summary>The offset from which the partition goes on after a failure: last marked + 1, or the first of the assignment. Null before the first record.</summary>
    public long? Cursor
    {
        get
        {
            lock (_gate)
            {
                return _cursor;
            }
        }
    }

    /// <summary>Where to go on when a mark of an older message has taken back what lies before this offset, and nobody went back there since; null otherwise.</summary>
    /// <param name="offset">The offset that is to be gone behind.</param>
    public long? TakenBackBefore(long offset)
    {
        lock (_gate)
        {
            return _cursor < offset && _cursor < _highest ? _cursor : null;
        }
    }

    /// <summary>What may be committed, or null when nothing was marked.</summary>
    public long? Committable
    {
        get
        {
            lock (_gate)
            {
                return FindCommittable();
            }
        }
    }

    /// <summary>What may be committed and is not yet, or null.</summary>
    public long? Uncommitted
    {
        get
        {
            lock (_gate)
            {
                return _frozen is null && !_isInDoubt && FindCommittable() is { } committable && committable != _committed ? committable : null;
            }
        }
    }

    /// <summary>Ends when a transaction over the offset has ended; at once when there is none.</summary>
    public Task Thawed
    {
        get
        {
            lock (_gate)
            {
                return _frozen?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Whether an offset is surely higher than what is committed for the partition.</summary>
    public bool IsBeyondCommitted(long offset)
    {
        lock (_gate)
        {
            return offset > _peak;
        }
    }

    /// <summary>A transaction over the offset begins: nothing is to be committed beside it, which could overtake it or move it back.</summary>
    public void Freeze()
    {
        lock (_gate)
        {
            _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The transaction has committed this offset, which so becomes the cursor.</summary>
    public void ThawCommitted(long offset)
    {
        lock (_gate)
        {
            _marked = offset;
            _committed = offset;
            _peak = Math.Max(_peak, offset);
            MoveCursorUnderLock(offset);
            ThawUnderLock();
        }
    }

    /// <summary>The transaction has ended without a commit.</summary>
    /// <param name="isInDoubt">Whether it may yet be committed: then this assignment commits nothing any more.</param>
    public void Thaw(bool isInDoubt)
    {
        lock (_gate)
        {
            _isInDoubt |= isInDoubt;
            ThawUnderLock();
        }
    }

    /// <summary>Sets the cursor to the first record of the assignment; later calls change nothing.</summary>
    public void Begin(long first)
    {
        lock (_gate)
        {
            if (_cursor is null)
            {
                _peak = Math.Max(_peak, first);
                MoveCursorUnderLock(first);
            }
        }
    }

    /// <summary>Stores an offset's successor and moves the cursor there, also back.</summary>
    /// <returns>False when the assignment has ended.</returns>
    public bool Mark(long offset)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _marked = offset + 1;
            _cursor = offset + 1;
            _highest = Math.Max(_highest, offset + 1);
            return true;
        }
    }

    /// <summary>Moves the cursor and stores nothing; null when the next record to come shall set it.</summary>
    public void MoveCursor(long? offset)
    {
        lock (_gate)
        {
            MoveCursorUnderLock(offset);
        }
    }

    /// <summary>Holds commits at an offset whose dead letter is on its way; once more for each letter of it.</summary>
    public void Hold(long offset)
    {
        lock (_gate)
        {
            _lettersOnTheirWay[offset] = _lettersOnTheirWay.GetValueOrDefault(offset) + 1;
        }
    }

    /// <summary>Ends one hold of an offset: its letter is acknowledged.</summary>
    public void Release(long offset)
    {
        lock (_gate)
        {
            if (_lettersOnTheirWay[offset] == 1)
            {
                _lettersOnTheirWay.Remove(offset);
                if (_lettersOnTheirWay.Count == 0)
                {
                    _free?.TrySetResult();
                }
            }
            else
            {
                _lettersOnTheirWay[offset]--;
            }
        }
    }

    /// <summary>Waits until no offset is held. For the worker alone, which holds none meanwhile.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public async Task WaitUntilFreeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lettersOnTheirWay.Count == 0)
            {
                return;
            }

            _free = free;
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), free);
        await free.Task;
    }

    /// <summary>Remembers what the broker has.</summary>
    public void Committed(long offset)
    {
        lock (_gate)
        {
            _committed = offset;
            _peak = Math.Max(_peak, offset);
        }
    }

    /// <summary>Ends the assignment: from now on nothing can be marked; what was can still be committed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private void ThawUnderLock()
    {
        _frozen?.TrySetResult();
        _frozen = null;
    }

    private void MoveCursorUnderLock(long? offset)
    {
        _cursor = offset;
        _highest = offset ?? 0;
    }

    private long? FindCommittable()
    {
        if (_marked is not { } marked || _lettersOnTheirWay.Count == 0)
        {
            return _marked;
        }

        return Math.Min(marked, _lettersOnTheirWay.First().Key);
    }
}
