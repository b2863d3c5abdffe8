using Kafka.Dlq.Consuming;

namespace Kafka.Dlq.Processing;

/// <summary>Holds a partition while a pause of the user's lasts. A pause asked for meanwhile, or after the run that asked for it ended, replaces it; opening the gate ends it.</summary>
internal sealed class PauseGate(TimeProvider time)
{
    // A timer runs for 49 days at most; a longer pause is waited out in several goes.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Wakeup _changed = new();
    private PauseRequest? _current;
    private PauseRequest? _latest;
    private long _since;

    /// <summary>Begins the pause that a run asked for, which must have ended. It lasts until <see cref="HoldAsync"/> has waited it out.</summary>
    /// <returns>The pause; null when none was asked for, or when it was taken back.</returns>
    public PauseRequest? Begin(PauseSlot asked)
    {
        lock (_gate)
        {
            PauseRequest? pause = asked.Asked;
            asked.Asked = null;
            SetUnderLock(pause);
            return pause;
        }
    }

    /// <summary>Waits the pause out that was begun.</summary>
    /// <returns>The pause that ended it: the one begun, or one that replaced it.</returns>
    public async Task<PauseRequest> HoldAsync(PauseRequest begun, CancellationToken cancellationToken)
    {
        try
        {
            while (Remaining() is { } remaining)
            {
                await _changed.WaitAsync(remaining < LongestTimer ? remaining : LongestTimer, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Open(coming: null);
            throw;
        }

        lock (_gate)
        {
            return _latest ?? begun;
        }
    }

    /// <summary>Replaces the pause that lasts, or the one that is about to.</summary>
    /// <param name="pause">The later pause. Without an offset it keeps that of the earlier one.</param>
    /// <param name="coming">What the run asked for that ended last: it may not have begun yet.</param>
    /// <returns>False when there is neither.</returns>
    public bool TryReplace(PauseRequest pause, PauseSlot? coming)
    {
        lock (_gate)
        {
            if (_current is not null)
            {
                SetUnderLock(pause with { Offset = pause.Offset ?? _current.Offset });
            }
            else if (coming?.Asked is { } asked)
            {
                coming.Asked = pause with { Offset = pause.Offset ?? asked.Offset };
            }
            else
            {
                return false;
            }
        }

        _changed.Wake();
        return true;
    }

    /// <summary>Ends the pause that lasts, or takes back the one that is about to.</summary>
    /// <param name="coming">As that of <see cref="TryReplace"/>.</param>
    public void Open(PauseSlot? coming)
    {
        lock (_gate)
        {
            _current = null;
            coming?.Asked = null;
        }

        _changed.Wake();
    }

    private void SetUnderLock(PauseRequest? pause)
    {
        _current = pause;
        _latest = pause;
        _since = time.GetTimestamp();
    }

    private TimeSpan? Remaining()
    {
        lock (_gate)
        {
            TimeSpan? remaining = _current?.Duration - time.GetElapsedTime(_since);
            if (remaining > TimeSpan.Zero)
            {
                return remaining;
            }

            // Over in the same moment in which it is seen to be: a pause that comes now is a new one, and must not be taken for a replacement that nobody waits for.
            _current = null;
            return null;
        }
    }
}
