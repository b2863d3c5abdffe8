using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>One partition at the breaker of its route: waits there while it is open, takes its turn to try a message, and asks before it gives one up. Without a breaker nothing waits.</summary>
/// <remarks>Belongs to the partition's worker. The runs in which a storm had messages fail are not counted against them: their attempts begin anew behind it.</remarks>
internal sealed class StormWatch(PartitionAssignment assignment, AttemptCounter attempts, StormGate? gate, RecoveryTools tools)
{
    private readonly Wakeup _changed = new();
    private long _probed = -1;
    private int _probes;
    private bool _isProbing;

    /// <summary>Waits until these messages may be run.</summary>
    /// <returns>All of them, or the first alone when it is the one to be tried.</returns>
    public ValueTask<ArraySegment<Message>> EnterAsync(ArraySegment<Message> messages, CancellationToken ending) =>
        gate is { IsOpen: true } ? new(EnterAsync(gate, messages, ending)) : ValueTask.FromResult(messages);

    /// <summary>A run ended well.</summary>
    public void Succeeded()
    {
        gate?.Succeeded();
        EndProbe(ProbeResult.Handled);
    }

    /// <summary>A run failed.</summary>
    /// <param name="failed">The run.</param>
    /// <param name="hasHandled">Whether it handled messages before.</param>
    public void Failed(FailedRun failed, bool hasHandled)
    {
        if (gate is null)
        {
            return;
        }

        if (hasHandled)
        {
            gate.Succeeded();
        }

        gate.Failed(failed, FailureKind.Of(failed.Error));
        EndProbe(ProbeResult.Failed);
    }

    /// <summary>A run has ended, however: one that told nothing lets another message be tried.</summary>
    public void Leave() => EndProbe(ProbeResult.CutOff);

    /// <summary>Waits out a back-off, or less: once the breaker is open, the next run is its business.</summary>
    public async Task BackOffAsync(TimeSpan delay, CancellationToken ending)
    {
        if (gate is not null)
        {
            await BackOffAsync(gate, delay, ending);
        }
        else if (delay != TimeSpan.Zero)
        {
            await Task.Delay(delay, tools.Time, ending);
        }

        ending.ThrowIfCancellationRequested();
    }

    /// <summary>Asks to give a message up, and waits while there is no room for it.</summary>
    /// <returns>False when it is to be run again instead, as the breaker is open.</returns>
    public ValueTask<bool> TakeLetterAsync(FailedRun failed, CancellationToken ending) =>
        gate is null ? ValueTask.FromResult(true) : new(TakeLetterAsync(gate, failed, ending));

    /// <summary>Whether a message may go to a retry topic; otherwise it is run again, as the breaker is open. There is no limit to how many go there: they are not given up.</summary>
    public bool MayMoveOn(FailedRun failed) => gate is not { IsOpen: true } || IsTriedEnough(gate, failed);

    // In methods of their own: what a lambda captures is made when its method begins, and a route without a breaker, or with a closed one, shall not pay for that at each run.
    private Task<ArraySegment<Message>> EnterAsync(StormGate open, ArraySegment<Message> messages, CancellationToken ending) => WatchAsync(open, () => PassAsync(open, messages, ending));

    private Task<bool> TakeLetterAsync(StormGate open, FailedRun failed, CancellationToken ending) => WatchAsync(open, () => AskAsync(open, failed, ending));

    private Task<bool> BackOffAsync(StormGate open, TimeSpan delay, CancellationToken ending) => WatchAsync(open, () => WaitWhileClosedAsync(open, delay, ending));

    private async Task<bool> WaitWhileClosedAsync(StormGate open, TimeSpan delay, CancellationToken ending)
    {
        long start = tools.Time.GetTimestamp();
        for (TimeSpan left = delay; left > TimeSpan.Zero && !open.IsOpen; left = delay - tools.Time.GetElapsedTime(start))
        {
            await _changed.WaitAsync(left, tools.Time, ending);
        }

        return open.IsOpen;
    }

    private async Task<bool> AskAsync(StormGate open, FailedRun failed, CancellationToken ending)
    {
        // First, so that what is allowed now is also sent now.
        await assignment.Lane.WaitForRoomAsync(ending);
        string kind = FailureKind.Of(failed.Error);
        bool isProbed = IsTriedEnough(open, failed);
        while (true)
        {
            ending.ThrowIfCancellationRequested();
            LetterLeave leave = open.TakeLetter(failed, kind, isProbed);
            if (leave.Kind != LetterLeaveKind.NoRoom)
            {
                assignment.Held = null;
                return leave.Kind == LetterLeaveKind.Given;
            }

            if (assignment.Held is null)
            {
                Hold(failed.Message.Offset, open.Full);
                tools.Monitor.Publish(new ConsumingHold(assignment.Partition, failed.Message.Offset, leave.Wait, failed.Error));
            }

            await _changed.WaitAsync(leave.Wait, tools.Time, ending);
        }
    }

    private bool IsTriedEnough(StormGate open, FailedRun failed) => failed.Message.Offset.Value == _probed && _probes >= open.ProbesPerMessage;

    private async Task<ArraySegment<Message>> PassAsync(StormGate open, ArraySegment<Message> messages, CancellationToken ending)
    {
        Offset first = messages[0].Offset;
        while (open.IsOpen)
        {
            ending.ThrowIfCancellationRequested();
            if (open.TryBeginProbe(_changed, new TopicPartitionOffset(assignment.Partition, first), out TimeSpan wait))
            {
                _isProbing = true;
                _probes = _probed == first.Value ? _probes + 1 : 1;
                _probed = first.Value;
                return messages[..1];
            }

            Hold(first, open.Why);
            await _changed.WaitAsync(wait, tools.Time, ending);
        }

        attempts.Forget();
        assignment.Held = null;
        assignment.FailingSince = null;
        return messages;
    }

    private async Task<T> WatchAsync<T>(StormGate open, Func<Task<T>> wait)
    {
        open.Wait(_changed);
        try
        {
            return await wait();
        }
        finally
        {
            open.Leave(_changed);
        }
    }

    private void Hold(Offset offset, string why) => assignment.Held = new PartitionHold(assignment.Held?.Since ?? tools.Time.GetUtcNow(), offset.Value, why);

    private void EndProbe(ProbeResult result)
    {
        if (_isProbing)
        {
            _isProbing = false;
            gate!.EndProbe(result);
        }
    }
}
