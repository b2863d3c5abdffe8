using Kafka.Dlq.Processing;

namespace Kafka.Dlq.TimeLimits;

/// <summary>
/// The time that a run, or each message of one, may take. When it is over the token is cancelled; when the run goes on all the same, that is told once.
/// </summary>
/// <remarks>Only runs of routes with a limit have one. The timer and the run meet under the gate: either the run ended in time, or its time was over; never both.</remarks>
internal sealed class TimeLimit : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly TimeSpan _limit;
    private readonly IHangingRun _run;
    private readonly TimeProvider _time;
    private readonly IThreads _threads;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private Task _telling = Task.CompletedTask;
    private long _begun;
    private bool _isRunning;
    private bool _isOver;
    private bool _hasEnded;

    /// <param name="limit">How long.</param>
    /// <param name="run">Told when the run ignores its token.</param>
    /// <param name="time">The clock.</param>
    /// <param name="threads">Those who listen to the token are told on one of these.</param>
    /// <param name="outer">Cancels the token too.</param>
    public TimeLimit(TimeSpan limit, IHangingRun run, TimeProvider time, IThreads threads, CancellationToken outer)
    {
        _limit = limit;
        _run = run;
        _time = time;
        _threads = threads;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _timer = time.CreateTimer(_ => Elapsed(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Token = _source.Token;
    }

    /// <summary>How long a cancelled run may take to notice, before it counts as one that ignores its token.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Cancelled when the time is over, and when the partition is given up.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether the time was over before the run, or its message, ended.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isOver;
            }
        }
    }

    /// <summary>The time begins, anew for each message.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isRunning = true;
            _begun = _time.GetTimestamp();
            _timer.Change(_limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The run, or its message, has ended.</summary>
    /// <returns>False when its time was over before.</returns>
    public bool TryEnd()
    {
        lock (_gate)
        {
            _hasEnded = _isOver;
            _isRunning = false;
            return !_isOver;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _isRunning = false;
            _timer.Dispose();
        }

        _ = DisposeWhenToldAsync();
    }

    private void Elapsed()
    {
        bool hangs;
        lock (_gate)
        {
            hangs = _isOver && !_hasEnded;
            if (hangs)
            {
                // Under the gate: the run may end right now, and what is noted of it must not outlive it.
                _hasEnded = true;
                _run.Left();
            }
            else if (_isRunning)
            {
                EndTime();
            }
        }

        if (hangs)
        {
            _run.Tell();
        }
    }

    private void EndTime()
    {
        TimeSpan left = _limit - _time.GetElapsedTime(_begun);
        if (left > TimeSpan.Zero)
        {
            // The timer was set for the message before, or came early.
            _timer.Change(left < Tick ? Tick : left, Timeout.InfiniteTimeSpan);
            return;
        }

        _isRunning = false;
        _isOver = true;
        _timer.Change(Patience, Timeout.InfiniteTimeSpan);
        _telling = _threads.CancelAsync(_source);
    }

    private async Task DisposeWhenToldAsync()
    {
        try
        {
            await _telling;
        }
        catch (AggregateException)
        {
            // What the user's code threw while it was told.
        }

        _source.Dispose();
    }
}
