using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Rejecting;

/// <summary>
/// Collects the rejected records of all partitions for one sink, and gives them to it in batches. A record's offset holds the commits of its partition from the moment in which it is added until the
/// sink has flushed it, so no crash can lose one. A batch that fails is kept and tried again.
/// </summary>
/// <remarks>Records may be added from any thread; the sink is called by one loop.</remarks>
internal sealed class SinkCollector(string name, IDeadLetterSink sink, SinkOptions options, KafkaMonitor monitor, TimeProvider time)
{
    // A sink that neither takes nor refuses must be seen by health within ten seconds, which may be long before its try times out.
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<CollectedRecord> _waiting = new();
    private readonly List<TaskCompletionSource> _changes = [];
    private readonly Wakeup _wakeup = new();
    private int _count;
    private long _bytes;
    private bool _isFlushing;
    private bool _hasEnded;
    private DateTimeOffset? _handingOverSince;
    private Exception? _lastError;
    private Task _running = Task.CompletedTask;

    public string Name => name;

    /// <summary>How many records the sink does not have yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Why and since when the sink does not take its records; null while it does.</summary>
    public FailingSink? Failing
    {
        get
        {
            lock (_gate)
            {
                return _handingOverSince is { } since && (_lastError is not null || time.GetUtcNow() - since > LateAfter) ? new FailingSink(name, since, _count, _lastError) : null;
            }
        }
    }

    /// <summary>Begins to hand over; ends when cancelled.</summary>
    public void Start(CancellationToken aborted) => _running = RunAsync(aborted);

    /// <summary>Takes a record and holds its offset.</summary>
    public void Add(RejectedRecord record, PartitionAssignment assignment)
    {
        CollectedRecord collected = new(record, assignment, record.Size, time.GetTimestamp());
        assignment.Offsets.Hold(record.Message.Offset.Value);
        lock (_gate)
        {
            _waiting.Enqueue(collected);
            _count++;
            _bytes += collected.Size;
        }

        _wakeup.Wake();
    }

    /// <summary>Waits until a run may begin that may reject more.</summary>
    public Task WaitForRoomAsync(CancellationToken cancellationToken) => WaitUntilAsync(() => CollectorRules.HasRoom(options, _count, _bytes), cancellationToken);

    /// <summary>Hands over at once from now on, and waits until the sink has everything, or will have no more as the loop was cancelled.</summary>
    public Task FlushedAsync()
    {
        lock (_gate)
        {
            _isFlushing = true;
        }

        _wakeup.Wake();
        return WaitUntilAsync(() => _count == 0 || _hasEnded, CancellationToken.None);
    }

    /// <summary>Closes the sink, once the loop was cancelled and has ended. A failure is reported.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _running;
        try
        {
            await sink.CloseAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // The user's code; whatever it throws, the stop goes on.
            Report(exception, "could not be closed");
        }
    }

    private async Task RunAsync(CancellationToken aborted)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                List<CollectedRecord> batch = await TakeAsync(aborted);
                await HandOverAsync(batch, aborted);
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // What waits is neither safe nor committed: it is rejected again after the next start.
            lock (_gate)
            {
                _hasEnded = true;
                TellUnderLock();
            }
        }
    }

    private async Task<List<CollectedRecord>> TakeAsync(CancellationToken aborted)
    {
        while (true)
        {
            TimeSpan? wait = WaitNow();
            if (wait == TimeSpan.Zero)
            {
                return TakeUpToSize();
            }

            if (wait is { } rest)
            {
                await _wakeup.WaitAsync(rest, time, aborted);
            }
            else
            {
                await _wakeup.WaitAsync(aborted);
            }
        }
    }

    private TimeSpan? WaitNow()
    {
        lock (_gate)
        {
            TimeSpan oldest = _waiting.TryPeek(out CollectedRecord? first) ? time.GetElapsedTime(first.Since) : TimeSpan.Zero;
            return CollectorRules.WaitFor(options, _waiting.Count, _bytes, oldest, _isFlushing);
        }
    }

    private List<CollectedRecord> TakeUpToSize()
    {
        List<CollectedRecord> batch = [];
        lock (_gate)
        {
            while (batch.Count < options.Size && _waiting.TryDequeue(out CollectedRecord? next))
            {
                batch.Add(next);
            }

            _handingOverSince = time.GetUtcNow();
        }

        return batch;
    }

    private async Task HandOverAsync(List<CollectedRecord> batch, CancellationToken aborted)
    {
        long start = time.GetTimestamp();
        for (int failures = 1; ; failures++)
        {
            // A revoked partition is another member's, which handles the message again: the hold stays, so nothing at or behind it was committed.
            Leave(batch.FindAll(record => record.Assignment.IsRevoked));
            batch.RemoveAll(record => record.Assignment.IsRevoked);
            if (batch.Count == 0 || await TryAsync(batch, aborted))
            {
                break;
            }

            await Task.Delay(Backoff.Delay(options.Backoff, failures, sample: 0), time, aborted);
        }

        batch.ForEach(record => record.Assignment.Offsets.Release(record.Record.Message.Offset.Value));
        int count = batch.Count;
        Leave(batch);
        Settle();
        if (count > 0)
        {
            monitor.Publish(new SinkFlushed(name, count, time.GetElapsedTime(start)));
        }
    }

    private async Task<bool> TryAsync(List<CollectedRecord> batch, CancellationToken aborted)
    {
        using CancellationTokenSource limit = new(options.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        try
        {
            await sink.RejectAsync([.. batch.Select(record => record.Record)], either.Token);
            await sink.FlushAsync(either.Token);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !aborted.IsCancellationRequested)
        {
            // The user's code. Whatever it throws, a bug too, the records must not be lost for it.
            Exception why = limit.IsCancellationRequested ? new TimeoutException($"it took longer than {options.Timeout}", exception) : exception;
            lock (_gate)
            {
                _lastError = why;
            }

            Report(why, $"did not take {batch.Count} rejected records, the first {batch[0].Record.Id}; they are kept, their offsets are not committed, and it is tried again");
            return false;
        }
    }

    private void Leave(List<CollectedRecord> gone)
    {
        lock (_gate)
        {
            _count -= gone.Count;
            _bytes -= gone.Sum(record => record.Size);
            TellUnderLock();
        }
    }

    private void TellUnderLock()
    {
        _changes.ForEach(change => change.TrySetResult());
        _changes.Clear();
    }

    private void Settle()
    {
        lock (_gate)
        {
            _handingOverSince = null;
            _lastError = null;
        }
    }

    private void Report(Exception error, string what) => monitor.Publish(new ErrorOccurred(ErrorType.Sink, new IOException($"Sink '{name}' {what}: {error.Message}", error)));

    private async Task WaitUntilAsync(Func<bool> holdsUnderLock, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource change;
            lock (_gate)
            {
                if (holdsUnderLock())
                {
                    return;
                }

                _changes.RemoveAll(waiting => waiting.Task.IsCompleted);
                change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _changes.Add(change);
            }

            // Awaited itself: a task that waits for it and for the token would go on on the thread pool.
            using (cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), change))
            {
                await change.Task;
            }
        }
    }
}
