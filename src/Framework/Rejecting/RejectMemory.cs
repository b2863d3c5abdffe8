namespace Kafka.Dlq.Rejecting;

/// <summary>
/// What of a partition's messages was rejected or settled already, so that a run that is repeated does neither twice. Kept for messages at or behind the cursor only, and in memory: after a crash or a
/// revoke it begins anew. Safe from any thread.
/// </summary>
internal sealed class RejectMemory
{
    // Who manages offsets by hand and never marks would have it grow for ever.
    private const int Most = 100_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, List<string?>> _rejected = [];
    private readonly SortedSet<long> _settled = [];
    private volatile bool _isUsed;

    /// <summary>Whether there is nothing to remember; costs next to nothing.</summary>
    public bool IsEmpty => !_isUsed;

    /// <summary>Remembers that a record is rejected.</summary>
    /// <param name="offset">Its message.</param>
    /// <param name="part">The name of what was made of the message; null for the message itself.</param>
    /// <param name="cursor">The offset from which the partition goes on; what lies before it is forgotten.</param>
    /// <returns>False when it was rejected before.</returns>
    public bool TryReject(long offset, string? part, long? cursor)
    {
        lock (_gate)
        {
            ForgetUnderLock(cursor);
            _isUsed = true;
            if (!_rejected.TryGetValue(offset, out List<string?>? parts))
            {
                _rejected.Add(offset, [part]);
                return true;
            }

            if (parts.Contains(part))
            {
                return false;
            }

            parts.Add(part);
            return true;
        }
    }

    /// <summary>Whether the message itself was rejected.</summary>
    public bool IsRejected(long offset)
    {
        if (IsEmpty)
        {
            return false;
        }

        lock (_gate)
        {
            return _rejected.TryGetValue(offset, out List<string?>? parts) && parts.Contains(null);
        }
    }

    /// <summary>Remembers that nothing more is to be done for a message, although it is not marked yet.</summary>
    public void Settle(long offset, long? cursor)
    {
        lock (_gate)
        {
            ForgetUnderLock(cursor);
            _isUsed = true;
            _settled.Add(offset);
        }
    }

    /// <summary>Whether nothing more is to be done for a message.</summary>
    public bool IsSettled(long offset)
    {
        if (IsEmpty)
        {
            return false;
        }

        lock (_gate)
        {
            return _settled.Contains(offset);
        }
    }

    /// <summary>The user goes back: what is handled again is to be rejected and written again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rejected.Clear();
            _settled.Clear();
            _isUsed = false;
        }
    }

    private void ForgetUnderLock(long? cursor)
    {
        while (_rejected.Count > 0 && _rejected.First().Key is long first && (first < cursor || _rejected.Count > Most))
        {
            _rejected.Remove(first);
        }

        while (_settled.Count > 0 && (_settled.Min < cursor || _settled.Count > Most))
        {
            _settled.Remove(_settled.Min);
        }
    }
}
