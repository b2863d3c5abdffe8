using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Crashes;

/// <summary>
/// Guards the runs of one partition against messages that kill the process: begins none that the committed mark does not tell of, and runs suspects alone.
/// Belongs to the partition's worker.
/// </summary>
internal sealed class CrashWatch(PartitionAssignment assignment, GuardedOffsets offsets, SuspectGate gate, OffsetCommitter committer, IMarkReader reader, RecoveryTools tools)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    private SuspectTurn? _turn;
    private bool _isHeldUp;

    /// <summary>Finds out what the owner before left; nothing is run before that is known.</summary>
    /// <exception cref="OperationCanceledException">Revoked or stopped before.</exception>
    public async Task RestoreAsync(CancellationToken ending)
    {
        MarkedOffset found = await ReadAsync(ending);
        long? committed = found.Offset.IsSpecial ? null : found.Offset.Value;
        CrashMark? mark = CrashMarkText.Read(found.Mark);
        if (mark is null)
        {
            tools.Report(assignment, ErrorType.CrashGuard, Unreadable(found), found.Offset, attempt: 0);
        }

        CrashMark left = CrashMarks.AfterStop(mark ?? CrashMark.None, committed ?? 0, tools.Time.GetUtcNow());
        offsets.Restore(committed, found.Mark, left);
        if (!left.IsNone)
        {
            tools.Monitor.Publish(new CrashSuspected(assignment.Partition, committed ?? 0, Math.Max(left.Reach, left.Counts.Select(count => count.Offset + 1).LastOrDefault()), mark!.Alone));
        }
    }

    /// <summary>The messages of the next run: a suspect alone, others up to the next suspect.</summary>
    public ArraySegment<Message> Cut(ArraySegment<Message> messages)
    {
        if (!offsets.HasSuspects)
        {
            return messages;
        }

        int count = 1;
        while (!offsets.IsSuspect(messages[0].Offset.Value) && count < messages.Count && !offsets.IsSuspect(messages[count].Offset.Value))
        {
            count++;
        }

        return messages[..count];
    }

    /// <summary>Waits until a run may begin: its messages lie within the committed mark, and a suspect is alone in its host.</summary>
    /// <exception cref="OperationCanceledException">Revoked or stopped before.</exception>
    public ValueTask EnterAsync(MessageBatch messages, CancellationToken ending)
    {
        long first = messages.First.Offset.Value;
        return offsets.HasSuspects && offsets.IsSuspect(first) ? new ValueTask(EnterAloneAsync(first, ending))
            : offsets.TryBegin(messages.Last.Offset.Value) && gate.TryEnter() ? ValueTask.CompletedTask
            : new ValueTask(EnterLateAsync(first, messages.Last.Offset.Value, ending));
    }

    /// <summary>A run has ended. One of a suspect is no longer told of by the committed mark when this ends, unless the commit failed.</summary>
    /// <param name="isWell">Whether it ended without an exception.</param>
    public ValueTask LeaveAsync(bool isWell)
    {
        offsets.End(isWell);
        if (_turn is { } turn)
        {
            _turn = null;
            return new ValueTask(ClearAsync(turn));
        }

        gate.Leave();
        return ValueTask.CompletedTask;
    }

    private async Task EnterLateAsync(long first, long last, CancellationToken ending)
    {
        while (!offsets.TryBegin(last))
        {
            offsets.Extend(first, last);
            await CommitAsync(ending);
        }

        try
        {
            if (!gate.TryEnter())
            {
                await gate.EnterAsync(ending);
            }
        }
        catch
        {
            offsets.End(isWell: false);
            throw;
        }
    }

    private async Task EnterAloneAsync(long offset, CancellationToken ending)
    {
        for (TimeSpan rest = FirstRest; ; rest = Longer(rest))
        {
            SuspectTurn turn = await gate.EnterAloneAsync(ending);
            try
            {
                // Within its turn: told before, a crash during another's run would be counted against it.
                offsets.Accuse(offset);
                await committer.CommitOnceAsync([assignment], ending);
                if (offsets.IsAlone(offset))
                {
                    _turn = turn;
                    GoOn();
                    return;
                }
            }
            finally
            {
                if (_turn is null)
                {
                    offsets.End(isWell: false);
                    turn.Dispose();
                }
            }

            await RestAsync(rest, ending);
        }
    }

    private async Task ClearAsync(SuspectTurn turn)
    {
        try
        {
            await committer.CommitOnceAsync([assignment], assignment.GivenUp);
        }
        catch (OperationCanceledException)
        {
            // Revoked or stopped: the last commit of the assignment says it.
        }
        finally
        {
            turn.Dispose();
        }
    }

    private async Task CommitAsync(CancellationToken ending)
    {
        TimeSpan rest = FirstRest;
        while (!await committer.CommitOnceAsync([assignment], ending))
        {
            await RestAsync(rest, ending);
            rest = Longer(rest);
        }

        GoOn();
    }

    private async Task<MarkedOffset> ReadAsync(CancellationToken ending)
    {
        for (TimeSpan rest = FirstRest; ; rest = Longer(rest))
        {
            try
            {
                MarkedOffset found = await reader.ReadMarkAsync(assignment.Partition, AnswerWithin);
                GoOn();
                return found;
            }
            catch (Exception exception)
            {
                // Whatever it is: a partition that is not worked on must say so.
                tools.Report(assignment, ErrorType.CrashGuard, exception, offset: null, attempt: 0);
            }

            await RestAsync(rest, ending);
        }
    }

    private async Task RestAsync(TimeSpan rest, CancellationToken ending)
    {
        ending.ThrowIfCancellationRequested();
        if (assignment.IsRevoked)
        {
            throw new OperationCanceledException(assignment.Revoked);
        }

        _isHeldUp |= assignment.FailingSince is null;
        assignment.FailingSince ??= tools.Time.GetUtcNow();
        await Task.Delay(rest, tools.Time, ending);
    }

    private void GoOn()
    {
        // What fails for another reason goes on failing.
        assignment.FailingSince = _isHeldUp ? null : assignment.FailingSince;
        _isHeldUp = false;
    }

    private static TimeSpan Longer(TimeSpan rest) => rest * 2 < LongestRest ? rest * 2 : LongestRest;

    private static InvalidOperationException Unreadable(MarkedOffset found) => new(
        $"The metadata of the offset committed for {found.Topic}/{found.Partition.Value} is no crash mark that this version reads: '{(found.Mark.Length > 200 ? found.Mark[..200] : found.Mark)}'. "
        + "Its messages are taken for harmless; the next commit replaces it. Another program may commit for this group, or a newer version did.");
}
