using System.Globalization;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// Decides whether failures are those of some messages, which are given up, or of what all messages need, which is waited for. It waits for nothing and tells nobody: who asks acts.
/// Safe from any thread.
/// </summary>
/// <remarks>
/// Polly's circuit breaker does not fit. It knows shares of failures in a window and half-open tries, but no keys, so that one bad message that is retried opens it; it has no count of
/// letters, and its rejections are exceptions where a partition is to wait. With the rules here around it, only its three states would be left. <c>System.Threading.RateLimiting</c>
/// counts windows in segments and by its own clock, which is no exact bound.
/// </remarks>
public sealed class StormBreaker
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly BreakerOptions _options;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly Queue<TimeSpan> _letters = new();
    private readonly RunWindow _runs;
    private readonly FailedKeys _keys;
    private BreakerState _state;
    private TimeSpan _openedAt;
    private TimeSpan _nextProbe;
    private long _successes;

    /// <summary>Makes a breaker that is closed.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="time">Its clock; steps of the wall clock do not matter.</param>
    public StormBreaker(BreakerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _time = time;
        _begin = time.GetTimestamp();
        _runs = new RunWindow(options.Window);
        _keys = new FailedKeys(options.DistinctKeys);
    }

    /// <summary>How it stands.</summary>
    public BreakerState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Counts a run that ended well, or one that handled messages before it failed.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            _successes++;
            _runs.Add(Now, isFailed: false);
        }
    }

    /// <summary>Counts a run that failed.</summary>
    /// <param name="kind">What it failed of: equal for failures that have one cause.</param>
    /// <param name="key">Stands for the key of the message that failed.</param>
    /// <returns>Why the breaker has opened at this failure; null when it has not.</returns>
    public string? Failed(string kind, int key)
    {
        ArgumentNullException.ThrowIfNull(kind);
        lock (_gate)
        {
            TimeSpan now = Now;
            _runs.Add(now, isFailed: true);
            _keys.Add(kind, key, now, _successes);
            return _state == BreakerState.Closed && WhyToOpen(kind, now) is { } why ? OpenUnderLock(why, now) : null;
        }
    }

    /// <summary>Asks to give a message up.</summary>
    /// <param name="kind">What its last run failed of.</param>
    /// <param name="isProbed">Whether it failed so many tries that it may go while the breaker is open.</param>
    public LetterLeave TakeLetter(string kind, bool isProbed = false)
    {
        ArgumentNullException.ThrowIfNull(kind);
        lock (_gate)
        {
            TimeSpan now = Now;
            if (_state != BreakerState.Closed && !isProbed)
            {
                return new LetterLeave(LetterLeaveKind.Held);
            }

            // One of exactly a minute ago lies outside of the minute that begins behind it.
            while (_letters.TryPeek(out TimeSpan oldest) && now - oldest >= Minute)
            {
                _letters.Dequeue();
            }

            if (_letters.Count < _options.LettersPerMinute)
            {
                _letters.Enqueue(now);
                return new LetterLeave(LetterLeaveKind.Given);
            }

            return _state == BreakerState.Closed && AreManyKeys(kind, now)
                ? new LetterLeave(LetterLeaveKind.Held, Opened: OpenUnderLock($"{_options.LettersPerMinute} messages were given up within a minute", now))
                : new LetterLeave(LetterLeaveKind.NoRoom, Minute - (now - _letters.Peek()));
        }
    }

    /// <summary>Asks to try one message; who may must call <see cref="EndProbe"/>.</summary>
    /// <param name="wait">Where the answer is no: how long until the next try is due; infinite while another message is tried or the breaker is closed.</param>
    public bool TryBeginProbe(out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = _state == BreakerState.Open ? _nextProbe - Now : Timeout.InfiniteTimeSpan;
            if (_state != BreakerState.Open || wait > TimeSpan.Zero)
            {
                return false;
            }

            _state = BreakerState.Probing;
            return true;
        }
    }

    /// <summary>Tells what became of the message that was tried.</summary>
    /// <param name="result">What became of it.</param>
    /// <returns>How long the breaker was open when it has closed now; null when it stays open.</returns>
    public TimeSpan? EndProbe(ProbeResult result)
    {
        lock (_gate)
        {
            if (_state != BreakerState.Probing)
            {
                return null;
            }

            if (result == ProbeResult.Handled)
            {
                _state = BreakerState.Closed;

                // What was counted in the storm says nothing about what comes after it. Letters stay counted.
                _runs.Clear();
                _keys.Clear();
                return Now - _openedAt;
            }

            _state = BreakerState.Open;
            _nextProbe = result == ProbeResult.Failed ? Now + _options.ProbeInterval : Now;
            return null;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_begin);

    private bool AreManyKeys(string kind, TimeSpan now) => _keys.CountSince(kind, now - _options.Window) >= _options.DistinctKeys;

    private string? WhyToOpen(string kind, TimeSpan now)
    {
        if (_keys.CountSince(kind, _successes) >= _options.DistinctKeys)
        {
            return $"{_options.DistinctKeys} keys failed alike and no run has ended well since";
        }

        (long failed, long all) = _runs.Count(now);
        return all >= _options.MinimumRuns && failed >= all * _options.FailureShare && AreManyKeys(kind, now)
            ? string.Create(CultureInfo.InvariantCulture, $"{failed} of {all} runs failed within {_options.Window.TotalSeconds:0.###} s, {_options.DistinctKeys} keys or more alike")
            : null;
    }

    private string OpenUnderLock(string why, TimeSpan now)
    {
        _state = BreakerState.Open;
        _openedAt = now;
        _nextProbe = now + _options.ProbeInterval;
        return why;
    }
}
