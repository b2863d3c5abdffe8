using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Isolating;

namespace Kafka.Dlq.Processing;

/// <summary>
/// Carries out, for one partition, what follows a run: the mark after a good one, and after a failed one whatever <see cref="RecoveryJudge"/> decides.
/// Each of its answers is the offset from which the partition goes on.
/// </summary>
internal sealed class RecoveryHandler(PartitionAssignment assignment, AttemptCounter attempts, PauseGate pauses, RecoveryJudge judge, Isolator isolator, GiveUpHandler giveUp, FailureSettler settler, StormWatch storm, RecoveryTools tools)
{
    private bool IsManual => assignment.Topic.Route.ManualOffsetManagement;

    /// <summary>The number of the next run.</summary>
    public int NextAttempt => attempts.Next;

    /// <summary>The next run of these messages.</summary>
    public Run NextRun(ArraySegment<Message> messages) => isolator.NextRun(messages);

    /// <summary>Whether it is known already how the next run of these messages ends.</summary>
    public bool Knows(ArraySegment<Message> messages) => isolator.Knows(messages);

    /// <summary>Another batch begins: what was planned for the one before is over.</summary>
    public void BeginBatch() => isolator.Begin();

    /// <summary>The partition's consumer. One that cannot be made is reported and tried again after the back-off: its messages must not be skipped.</summary>
    public async Task<BaseConsumer> GetConsumerAsync(ConsumerHolder consumers, CancellationToken ending)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await consumers.GetAsync(assignment.GivenUp);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !ending.IsCancellationRequested)
            {
                tools.Report(assignment, ErrorType.Initialized, exception, offset: null, attempt: failures);
                await tools.BackOffAsync(assignment, failures, ending);
            }
        }
    }

    /// <summary>Follows a run that ended well.</summary>
    public async Task<long> FinishAsync(Run run, CancellationToken ending)
    {
        long handled = (run.Completed ?? run.Messages.Last).Offset.Value;
        attempts.Succeeded(handled);
        if (run.Piece is not { Known: not null })
        {
            storm.Succeeded();
        }

        isolator.Passed(run);
        if (!attempts.IsFailing)
        {
            assignment.FailingSince = null;
            assignment.Held = null;
        }

        if (!attempts.IsFailing || run.Piece is not null)
        {
            judge.Succeeded();
        }

        if (run.IsRedirected)
        {
            return await RedirectAsync(run, handled + 1, ending);
        }

        if (run.Completed is null && !IsManual)
        {
            assignment.Offsets.Mark(handled);
        }
        else if (run.Piece?.Marked is { } marked)
        {
            assignment.Offsets.Mark(marked);
        }

        return handled + 1;
    }

    /// <summary>Follows a run that threw.</summary>
    public async Task<long> RecoverAsync(BaseConsumer consumer, Run run, Exception error, CancellationToken ending)
    {
        if (run is { Current: null, HasReturned: true, Failed: { } named })
        {
            return Settle(run, named);
        }

        FailedRun failed = Count(run, error);
        if (run.Piece is { Known: not null })
        {
            isolator.Decide();
        }
        else
        {
            storm.Failed(failed, hasHandled: failed.Message != run.Messages.First);
            tools.Report(assignment, ErrorType.Consume, failed.Error, failed.Message.Offset, failed.Attempts);
        }

        FollowSeek(run);
        long position = await CarryOutAsync(consumer, failed, ending);
        if (run.SeekTo is { } target)
        {
            // The user's own word on where to go on counts, also when the message was given up meanwhile.
            MoveCursor(target);
            position = target.Value;
        }

        return position;
    }

    /// <summary>Follows a pause or a seek that the user asked for.</summary>
    public async Task<long> RedirectAsync(Run run, long next, CancellationToken ending)
    {
        FollowSeek(run);
        long position = run.SeekTo?.Value ?? next;
        if (pauses.Begin(run.Asked) is { } pause)
        {
            // Told when it lasts already: whoever is told may end or replace it right then.
            tools.Monitor.Publish(new ConsumingPause(assignment.Partition, pause.Offset ?? position, pause.Duration, Manual: true));
            PauseRequest last = await pauses.HoldAsync(pause, ending);
            if (last.Offset is { } offset)
            {
                assignment.Offsets.MoveCursor(offset.Value);
                position = offset.Value;
            }
        }

        return position;
    }

    private async Task<long> CarryOutAsync(BaseConsumer consumer, FailedRun failed, CancellationToken ending)
    {
        RecoveryAction action = RecoveryPolicy.Resolve(assignment.Topic.Recovery, await judge.DecideAsync(failed, ending));
        if (action is not RecoveryAction.Hold)
        {
            assignment.Held = null;
        }

        return action switch
        {
            RecoveryAction.Retry retry => await RetryAsync(failed.Run, PositionOf(failed.Run), retry.Delay, failed.Attempts, ending),
            RecoveryAction.DeadLetter or RecoveryAction.RetryLater or RecoveryAction.Skip when assignment.Offsets.TakenBackBefore(failed.Message.Offset.Value) is { } back => await GoBackAsync(failed, back, ending),
            RecoveryAction.DeadLetter or RecoveryAction.RetryLater or RecoveryAction.Skip when isolator.TryIsolate(failed) => FirstOpen(failed.Run).Offset.Value,
            RecoveryAction.RetryLater when !storm.MayMoveOn(failed) => WaitForStorm(failed.Run),
            RecoveryAction.RetryLater => await giveUp.MoveOnAsync(consumer, isolator.GivenUpWith(failed), assignment.Topic.NextHop!, ending),
            RecoveryAction.DeadLetter or RecoveryAction.Skip when !await storm.TakeLetterAsync(failed, ending) => WaitForStorm(failed.Run),
            RecoveryAction.DeadLetter letter => await giveUp.DispatchAsync(consumer, isolator.GivenUpWith(failed), letter.Target ?? assignment.Topic.DeadLetterQueue!.Topic!, ending),
            RecoveryAction.Skip => await giveUp.SkipAsync(isolator.GivenUpWith(failed), ending),
            RecoveryAction.Stop => await StopAsync(failed.Error, ending),
            RecoveryAction.Hold hold => await HoldAsync(failed, hold.Delay, ending),
            _ => throw new OperationCanceledException(ending),
        };
    }

    private long WaitForStorm(Run run)
    {
        isolator.Doubt();
        return PositionOf(run);
    }

    private long Settle(Run run, FailedMessages named)
    {
        long position = settler.Settle(run, named);
        if (run.SeekTo is not { } target)
        {
            return position;
        }

        // The user's own word on where to go on: what it passes is left, as after a run that threw, and the rest is run again.
        isolator.Begin();
        FollowSeek(run);
        return target.Value;
    }

    private FailedRun Count(Run run, Exception error)
    {
        if (run.Completed is { } completed)
        {
            attempts.Succeeded(completed.Offset.Value);
        }

        Message first = FirstOpen(run);
        Message? named = isolator.Named(run, error);
        Message failing = named ?? first;
        long reach = (run.Current ?? named ?? run.Messages.Last).Offset.Value;
        if (first != run.Messages.First)
        {
            // The messages before it were handled.
            judge.Succeeded();
        }

        DateTimeOffset now = tools.Time.GetUtcNow();
        assignment.FailingSince ??= now;
        Exception why = error is PoisonMessageException { InnerException: { } inner } poison && (named is not null || poison.Culprit == run.Current) ? inner : error;
        int attempt = run.Piece?.Attempt ?? attempts.Failed(failing.Offset.Value, reach, now);
        DateTimeOffset since = run.Piece is { Attempt: not null } piece ? piece.FirstFailedAt : attempts.FirstFailedAt;
        return assignment.Topic.WithRunsBefore(new FailedRun(run, failing, why, assignment.Topic.KindOf(run, why), attempt, since, now) { IsNamed = named is not null });
    }

    private Message FirstOpen(Run run)
    {
        // The first at or behind the cursor, not the one exactly there: compacted and transactional topics have gaps.
        // A consumer that marked all its messages before it threw left none; its last one stands for the run then.
        long cursor = assignment.Offsets.Cursor ?? run.Messages.First.Offset.Value;
        return run.Current ?? FirstAt(run.Messages, cursor) ?? run.Messages.Last;
    }

    private static Message? FirstAt(MessageBatch messages, long cursor)
    {
        foreach (Message message in messages)
        {
            if (message.Offset.Value >= cursor)
            {
                return message;
            }
        }

        return null;
    }

    private void FollowSeek(Run run)
    {
        if (run.SeekTo is { } target)
        {
            MoveCursor(target);
            tools.Monitor.Publish(new ConsumingSeek(assignment.Partition, target));
        }
    }

    private void MoveCursor(Offset target) => assignment.Offsets.MoveCursor(target.IsSpecial ? null : target.Value);

    private async Task<long> GoBackAsync(FailedRun failed, long position, CancellationToken ending)
    {
        // The run that failed marked an older message: what lies between that and the failing one is to be handled again. To give up the failing message first
        // would mark it, and with it all that was taken back. Moved there, the cursor counts as gone back to; it takes another such mark to come here again.
        assignment.Offsets.MoveCursor(position);
        return await RetryAsync(failed.Run, position, Backoff.Delay(assignment.Topic.Route.Pause, failed.Attempt, tools.Random.NextDouble()), failed.Attempts, ending);
    }

    private long PositionOf(Run run)
    {
        // Offsets managed by hand may lie far behind; of a piece, only the piece is run again, and of that only what is not marked.
        long first = run.Messages.First.Offset.Value;
        long cursor = assignment.Offsets.Cursor ?? first;
        return run.SeekTo?.Value ?? (IsManual && run.Piece is not null ? Math.Max(cursor, first) : cursor);
    }

    private async Task<long> RetryAsync(Run run, long position, TimeSpan delay, int attempt, CancellationToken ending)
    {
        isolator.Again(run);
        position = run.SeekTo?.Value ?? position;
        if (tools.Monitor.IsListenedTo<ConsumingPause>())
        {
            tools.Monitor.Publish(new ConsumingPause(assignment.Partition, position, delay, Manual: false));
        }

        await storm.BackOffAsync(delay, ending);
        TellRetry(position, attempt);
        return position;
    }

    private async Task<long> HoldAsync(FailedRun failed, TimeSpan? delay, CancellationToken ending)
    {
        long position = PositionOf(failed.Run);
        isolator.Again(failed.Run);
        assignment.Held = new PartitionHold(assignment.Held?.Since ?? tools.Time.GetUtcNow(), failed.Message.Offset.Value, $"its recovery strategy said so after {failed.Error.GetType().Name}: {failed.Error.Message.TrimEnd('.')}");
        tools.Monitor.Publish(new ConsumingHold(assignment.Partition, failed.Message.Offset, delay, failed.Error));
        await WaitAsync(delay ?? Timeout.InfiniteTimeSpan, ending);
        TellRetry(position, failed.Attempts);
        return position;
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken ending)
    {
        if (delay != TimeSpan.Zero)
        {
            await Task.Delay(delay, tools.Time, ending);
        }

        ending.ThrowIfCancellationRequested();
    }

    private void TellRetry(long position, int attempt)
    {
        if (tools.Monitor.IsListenedTo<ConsumingRetry>())
        {
            tools.Monitor.Publish(new ConsumingRetry(assignment.Partition, position, attempt + 1));
        }
    }

    private async Task<long> StopAsync(Exception error, CancellationToken ending)
    {
        // The message is not run again in this process: it holds its partition until the host has stopped, and comes again after the restart.
        tools.StopHost(assignment.Partition, error);
        await Task.Delay(Timeout.InfiniteTimeSpan, tools.Time, ending);
        throw new OperationCanceledException(ending);
    }
}
