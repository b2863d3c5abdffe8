using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Measuring;

/// <summary>
/// Counts records and takes the time. The clock begins when the warm-up is over and ends with the last record, so that neither joining the group nor compiling counts.
/// </summary>
/// <remarks>Who counts has a <see cref="Tally"/> of its own: a counter that all threads share would be what is measured.</remarks>
/// <param name="records">How many records there are.</param>
/// <param name="warmUp">After how many the clock begins.</param>
/// <param name="limit">After how much time it ends at the latest.</param>
internal sealed class Gauge(long records, long warmUp, TimeSpan limit)
{
    private readonly Lock _gate = new();
    private readonly List<Tally> _tallies = [];
    private readonly TaskCompletionSource<Measured> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Snapshot _start;
    private long _startedAt;
    private bool _isRunning;

    /// <summary>Whether the time is taken: who polls need not go on.</summary>
    public bool IsFinished => _finished.Task.IsCompleted;

    /// <summary>When the clock began.</summary>
    public long StartTimestamp => _start.Timestamp;

    /// <summary>A counter for one thread at a time.</summary>
    /// <param name="share">How many of the records it will count.</param>
    public Tally Open(long share)
    {
        Tally tally = new(this, share);
        lock (_gate)
        {
            _tallies.Add(tally);
        }

        return tally;
    }

    /// <exception cref="BenchException">It took longer than the deadline.</exception>
    public async Task<Measured> FinishAsync(TimeSpan deadline)
    {
        try
        {
            return await _finished.Task.WaitAsync(deadline);
        }
        catch (TimeoutException exception)
        {
            throw new BenchException($"Only {_tallies.Sum(tally => tally.Count):N0} of {records:N0} records came within {deadline}.", exception);
        }
    }

    /// <summary>Looks whether the clock begins or ends. Called now and then by those who count.</summary>
    public void Look()
    {
        lock (_gate)
        {
            long count = _tallies.Sum(tally => tally.Count);
            if (!_isRunning && count >= warmUp)
            {
                _isRunning = true;
                _startedAt = count;
                _start = Snapshot.Take();
            }
            else if (_isRunning && !IsFinished && (count >= records || Stopwatch.GetElapsedTime(_start.Timestamp) >= limit))
            {
                Finish(count, Snapshot.Take());
            }
        }
    }

    private void Finish(long count, Snapshot end)
    {
        using Process process = Process.GetCurrentProcess();
        _finished.TrySetResult(new Measured(
            count - _startedAt,
            Stopwatch.GetElapsedTime(_start.Timestamp, end.Timestamp).TotalSeconds,
            end.Allocated - _start.Allocated,
            (end.Cpu - _start.Cpu).TotalSeconds,
            process.PeakWorkingSet64));
    }
}
