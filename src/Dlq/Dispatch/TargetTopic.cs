namespace Kafka.Dlq.DeadLetters;

/// <summary>Remembers how many partitions one topic has. Asked at most once at a time, whoever wants to know.</summary>
internal sealed class TargetTopic(Func<Task<int>> ask, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private int? _count;
    private long _askedAt;
    private Task<int>? _asking;

    /// <summary>The count: at once when it is known, which may ask anew in the background; otherwise as soon as the broker tells.</summary>
    public ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_count is { } known)
            {
                RefreshUnderLock();
                return ValueTask.FromResult(known);
            }

            return new ValueTask<int>(AskUnderLock().WaitAsync(cancellationToken));
        }
    }

    /// <summary>The count where it is known, which may ask anew in the background.</summary>
    public bool TryCount(out int count)
    {
        lock (_gate)
        {
            count = _count ?? 0;
            if (_count is not null)
            {
                RefreshUnderLock();
            }

            return _count is not null;
        }
    }

    /// <summary>Asks in the background, unless the count is known.</summary>
    public void Prepare()
    {
        lock (_gate)
        {
            if (_count is null)
            {
                _ = IgnoringErrorsAsync(AskUnderLock());
            }
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _count = null;
        }
    }

    private void RefreshUnderLock()
    {
        if (time.GetElapsedTime(_askedAt) >= Freshness)
        {
            // Set before the answer, so that a cluster that does not answer is asked once in a while and not for each letter.
            _askedAt = time.GetTimestamp();
            _ = IgnoringErrorsAsync(AskUnderLock());
        }
    }

    private Task<int> AskUnderLock()
    {
        if (_asking is null or { IsCompleted: true })
        {
            _asking = AskAsync();
        }

        return _asking;
    }

    private async Task<int> AskAsync()
    {
        int count = await ask();
        lock (_gate)
        {
            _count = count;
            _askedAt = time.GetTimestamp();
        }

        return count;
    }

    private static async Task IgnoringErrorsAsync(Task refresh)
    {
        try
        {
            await refresh;
        }
        catch (Exception)
        {
            // A known count goes on to serve; if it is wrong, the next try fails and tells why. An unknown one is asked for again by the first letter, which tells.
        }
    }
}
