namespace Kafka.Dlq.Crashes;

/// <summary>
/// The crash mark of one assignment of a guarded partition: what the committed offset says about crashes, and what it shall say next. The worker asks it before each run, and every
/// commit takes its word along, since an offset that is committed without a mark takes the mark away.
/// </summary>
/// <remarks>Safe from any thread. One lock for a run, which nobody else wants but a commit.</remarks>
internal sealed class GuardedOffsets(TimeProvider time)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<CrashCount> _counts = [];
    private (long? Offset, string Text) _committed = (null, "");
    private long? _base;
    private long _suspectEnd;
    private long _position;
    private long _reach;
    private long _durableReach;
    private long? _alone;
    private long? _durableAlone;
    private bool _hasSuspects;
    private bool _isInDoubt;
    private bool _isBusy;
    private bool _isRevoked;
    private bool _isStopped;
    private long _quietAt = -1;
    private int _lead = ReachLead.Least;
    private long _extendedAt = time.GetTimestamp();
    private long _extendedFrom;

    /// <summary>Whether there may be suspects among what comes. Takes no lock.</summary>
    public bool HasSuspects => Volatile.Read(ref _hasSuspects);

    /// <summary>Takes over what the owner before left.</summary>
    /// <param name="committed">The committed offset, or null when there is none.</param>
    /// <param name="text">What is committed with it.</param>
    /// <param name="mark">What that means, with a crash counted where there was one.</param>
    public void Restore(long? committed, string text, CrashMark mark)
    {
        lock (_gate)
        {
            _committed = (committed, text);
            _base = committed;
            _position = _extendedFrom = committed ?? 0;
            _suspectEnd = mark.Reach;
            _counts = mark.Counts;
            _hasSuspects = !mark.IsNone;
        }
    }

    /// <summary>Whether a message is to be run alone.</summary>
    public bool IsSuspect(long offset)
    {
        lock (_gate)
        {
            return _hasSuspects && (offset < _suspectEnd || _counts.Any(count => count.Offset == offset));
        }
    }

    /// <summary>How often the process died while it handled a message alone.</summary>
    public CrashCount CountOf(long offset)
    {
        lock (_gate)
        {
            return _counts.FirstOrDefault(count => count.Offset == offset);
        }
    }

    /// <summary>Begins a run of messages that are no suspects, where the committed mark reaches so far.</summary>
    public bool TryBegin(long last)
    {
        lock (_gate)
        {
            _isBusy = last < _durableReach && last < _reach;
            _position = _isBusy ? last + 1 : _position;
            return _isBusy;
        }
    }

    /// <summary>Has the next commit reach behind a message, and a little farther.</summary>
    /// <param name="first">The first of the coming run, from which the partition is committed while nothing is marked.</param>
    /// <param name="last">Its last.</param>
    public void Extend(long first, long last)
    {
        lock (_gate)
        {
            _base ??= first;
            ExtendUnderLock(last + 1);
        }
    }

    /// <summary>Has the next commit reach farther when half of the lead is used up.</summary>
    /// <returns>Whether there is something to commit.</returns>
    public bool TryExtend()
    {
        lock (_gate)
        {
            if (_isRevoked || _isStopped || _reach == 0 || _reach - _position > _lead / 2)
            {
                return false;
            }

            ExtendUnderLock(_position);
            return true;
        }
    }

    /// <summary>Has the next commit say that nothing is being done, when nothing was since it was asked before.</summary>
    public void RetractWhenQuiet()
    {
        lock (_gate)
        {
            if (!_isBusy && _quietAt == _position)
            {
                _reach = 0;
            }

            _quietAt = _position;
        }
    }

    /// <summary>Has the next commit say that a message is being handled alone. It may be when <see cref="IsAlone"/>.</summary>
    public void Accuse(long offset)
    {
        lock (_gate)
        {
            _base ??= offset;
            _alone = offset;
            _isBusy = true;
            _position = offset + 1;
        }
    }

    /// <summary>Whether the committed mark says that the message is being handled alone.</summary>
    public bool IsAlone(long offset)
    {
        lock (_gate)
        {
            return _durableAlone == offset && _alone == offset;
        }
    }

    /// <summary>A run has ended, or will not begin. One that ended well clears its suspect.</summary>
    public void End(bool isWell)
    {
        lock (_gate)
        {
            if (isWell && _alone is { } alone)
            {
                _counts = [.. _counts.Where(count => count.Offset != alone)];
            }

            _isBusy = false;
            _alone = null;
        }
    }

    /// <summary>The assignment ends: suspects stay suspects for the next owner, but nothing that is handled here counts any more.</summary>
    public void Revoke()
    {
        lock (_gate)
        {
            _isRevoked = true;
        }
    }

    /// <summary>The host stops in order, which clears everything: what comes next may be a mended program.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }
    }

    /// <summary>What is to be committed now, or null when the broker has it.</summary>
    /// <param name="committable">The offset that may be committed, or null while nothing is marked.</param>
    public MarkedCommit? Pending(long? committable)
    {
        lock (_gate)
        {
            if ((committable ?? _base) is not { } offset)
            {
                return null;
            }

            CrashMark mark = MarkUnderLock();
            string text = CrashMarkText.Write(CrashMarks.From(mark, offset));
            MarkedCommit commit = new(offset, mark.Reach, mark.Alone, text);
            if (_isInDoubt || text != _committed.Text || (committable is not null && offset != _committed.Offset))
            {
                // On its way, it may arrive whatever is answered: until an answer says what the broker has, only what both say counts, and the next commit is made in any case.
                _isInDoubt = true;
                _durableReach = Math.Min(_durableReach, commit.Reach);
                _durableAlone = _durableAlone == commit.Alone ? commit.Alone : null;
                return commit;
            }

            // Behind the committed offset, where a seek may lead, there is nothing to tell: after a crash nobody begins there.
            TakeUnderLock(commit);
            return null;
        }
    }

    /// <summary>The broker has it.</summary>
    public void Committed(MarkedCommit commit)
    {
        lock (_gate)
        {
            _isInDoubt = false;
            _committed = (commit.Offset, commit.Text);
            TakeUnderLock(commit);
        }
    }

    private void TakeUnderLock(MarkedCommit commit)
    {
        _durableReach = commit.Reach;
        _durableAlone = commit.Alone;
        _hasSuspects &= commit.Offset < _suspectEnd || _counts.Any(count => count.Offset >= commit.Offset);
    }

    private CrashMark MarkUnderLock()
    {
        if (_isStopped)
        {
            return CrashMark.None;
        }

        // While its last suspect runs, the position lies behind it already.
        bool hasSuspects = _position < _suspectEnd || (_alone is { } alone && alone < _suspectEnd);
        long suspects = hasSuspects ? _suspectEnd : 0;
        return _isRevoked ? new CrashMark(suspects, null, _counts) : new CrashMark(Math.Max(_reach, suspects), _alone, _counts);
    }

    private void ExtendUnderLock(long from)
    {
        _lead = ReachLead.Next(_lead, _position - _extendedFrom, time.GetElapsedTime(_extendedAt));
        _extendedAt = time.GetTimestamp();
        _extendedFrom = _position;
        _reach = Math.Max(_reach, from + _lead);
    }
}
