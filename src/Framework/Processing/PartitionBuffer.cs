namespace Kafka.Dlq.Processing;

/// <summary>
/// Records of one partition that were fetched and wait to be handled. The poll thread puts, the partition's worker takes.
/// </summary>
/// <remarks>Bounded by marks: above the high mark the poll thread stops fetching the partition, below the low mark it goes on. Between the two nothing changes, so that it does not flicker.</remarks>
internal sealed class PartitionBuffer(BufferLimits first) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MessageRing _messages = new();
    private readonly Wakeup _arrived = new();
    private readonly ManualResetEventSlim _room = new(initialState: true);
    private BufferLimits _limits = first;
    private bool _isAmpleAwaited;
    private long? _end;

    /// <summary>The marks that hold now.</summary>
    public BufferLimits Limits
    {
        get
        {
            lock (_gate)
            {
                return _limits;
            }
        }

        set
        {
            lock (_gate)
            {
                _limits = value;
                NoteRoomUnderLock();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public bool IsAboveHighMark
    {
        get
        {
            lock (_gate)
            {
                return IsAboveHighMarkUnderLock();
            }
        }
    }

    /// <summary>Whether there is enough for the moment, so that more would only lie here and grow old.</summary>
    public bool IsAmple
    {
        get
        {
            lock (_gate)
            {
                return IsAmpleUnderLock();
            }
        }
    }

    public bool IsBelowLowMark
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count <= _limits.LowCount && _messages.Bytes <= _limits.LowBytes;
            }
        }
    }

    public void Put(ReadOnlySpan<Message> messages)
    {
        lock (_gate)
        {
            _end = null;
            _messages.Add(messages);
            NoteRoomUnderLock();
        }

        _arrived.Wake();
    }

    /// <summary>Tells that the partition's end was reached behind what was put so far.</summary>
    public void PutEnd(long offset)
    {
        lock (_gate)
        {
            _end = offset;
        }

        _arrived.Wake();
    }

    /// <summary>Takes up to so many messages; none when there are none.</summary>
    public Message[] Take(int most)
    {
        lock (_gate)
        {
            Message[] taken = _messages.Take(most);
            NoteRoomUnderLock();
            return taken;
        }
    }

    /// <summary>Takes up to so many messages, and ends before the first one that may not go yet.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="mayGo">Whether a message may go; must be quick, and must not use the buffer.</param>
    public Message[] TakeWhile(int most, Func<Message, bool> mayGo)
    {
        lock (_gate)
        {
            Message[] taken = _messages.Take(_messages.CountWhile(most, mayGo));
            NoteRoomUnderLock();
            return taken;
        }
    }

    /// <summary>The oldest message that waits and the offset of the newest one, or null when none waits.</summary>
    public (Message Oldest, long NewestOffset)? Peek()
    {
        lock (_gate)
        {
            return _messages.TryPeek(out Message? oldest) ? (oldest, _messages.Newest.Offset.Value) : null;
        }
    }

    /// <summary>Takes the end of the partition, once, when nothing is left before it.</summary>
    public long? TakeEnd()
    {
        lock (_gate)
        {
            if (_messages.Count > 0)
            {
                return null;
            }

            long? end = _end;
            _end = null;
            return end;
        }
    }

    /// <summary>When the oldest message that waits was written, or null when none waits.</summary>
    public DateTimeOffset? OldestTimestamp()
    {
        lock (_gate)
        {
            return _messages.TryPeek(out Message? oldest) ? new DateTimeOffset(oldest.Timestamp.UtcDateTime) : null;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            _end = null;
            NoteRoomUnderLock();
        }
    }

    /// <summary>Waits, blocking, until the buffer is below the high mark or the time is over. For the poll thread, which must keep it short.</summary>
    /// <returns>Whether there is room.</returns>
    public bool WaitForRoom(TimeSpan limit) => WaitForLess(isAmpleAwaited: false, limit);

    /// <summary>The same, until there is no longer enough for the moment.</summary>
    /// <returns>Whether there is need of more.</returns>
    public bool WaitForNeed(TimeSpan limit) => WaitForLess(isAmpleAwaited: true, limit);

    public void Dispose() => _room.Dispose();

    /// <summary>Has who waits look again, though nothing was put: something else is asked for.</summary>
    public void Wake() => _arrived.Wake();

    /// <summary>Waits until something may have been put since it last looked.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    /// <summary>The same, and no longer than so long.</summary>
    public async ValueTask WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken) => await _arrived.WaitAsync(limit, time, cancellationToken);

    /// <summary>Waits until there are so many messages, the buffer is full, or the time is over, whichever comes first.</summary>
    public async ValueTask FillAsync(int wanted, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (Count < wanted && !IsAboveHighMark)
        {
            TimeSpan left = limit - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !await _arrived.WaitAsync(left, time, cancellationToken))
            {
                return;
            }
        }
    }

    private bool IsAboveHighMarkUnderLock() => _messages.Count >= _limits.HighCount || _messages.Bytes >= _limits.HighBytes;

    private bool IsAmpleUnderLock() => _messages.Count >= _limits.AmpleCount && _messages.Bytes >= _limits.AmpleBytes;

    private bool WaitForLess(bool isAmpleAwaited, TimeSpan limit)
    {
        lock (_gate)
        {
            _isAmpleAwaited = isAmpleAwaited;
            _room.Reset();
            NoteRoomUnderLock();
        }

        return _room.Wait(limit);
    }

    private void NoteRoomUnderLock()
    {
        if (!_room.IsSet && !IsAboveHighMarkUnderLock() && !(_isAmpleAwaited && IsAmpleUnderLock()))
        {
            _room.Set();
        }
    }
}
