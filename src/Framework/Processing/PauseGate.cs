using Kafka.Dlq.Consuming;

namespace Kafka.Dlq.Processing;

/// <summary>Holds a partition while a pause of the user's lasts. A pause asked for meanwhile replaces it; opening the gate ends it.</summary>
internal sealed class PauseGate(TimeProvider time)
{
    // A timer runs for 49 days at most; a longer pause is waited out in several goes.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Wakeup _changed = new();
    private PauseRequest? _current;
    private long _since;

    /// <summary>Waits the pause out.</summary>
    /// <returns>The pause that ended it: the one given, or one that replaced it.</returns>
    public async Task<PauseRequest> HoldAsync(PauseRequest pause, CancellationToken cancellationToken)
    {
        Set(pause);
        PauseRequest last = pause;
        try
        {
            while (Remaining(ref last) is { } remaining && remaining > TimeSpan.Zero)
            {
                await _changed.WaitAsync(remaining < LongestTimer ? remaining : LongestTimer, time, cancellationToken);
            }
        }
        finally
        {
            Set(null);
        }

        return last;
    }

    /// <summary>Replaces the pause that lasts.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryReplace(PauseRequest pause)
    {
        lock (_gate)
        {
            if (_current is null)
            {
                return false;
            }

            _current = pause with { Offset = pause.Offset ?? _current.Offset };
            _since = time.GetTimestamp();
        }

        _changed.Wake();
        return true;
    }

    public void Open()
    {
        Set(null);
        _changed.Wake();
    }

    private void Set(PauseRequest? pause)
    {
        lock (_gate)
        {
            _current = pause;
            _since = time.GetTimestamp();
        }
    }

    private TimeSpan? Remaining(ref PauseRequest last)
    {
        lock (_gate)
        {
            last = _current ?? last;
            return _current?.Duration - time.GetElapsedTime(_since);
        }
    }
}
