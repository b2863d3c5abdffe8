using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>
/// Carries out, for one partition, the giving up of a message: its letter is sent or it is skipped, it is marked, and the partition goes on behind it.
/// Each of its answers is the offset from which the partition goes on.
/// </summary>
internal sealed class GiveUpHandler(PartitionAssignment assignment, AttemptCounter attempts, LetterSender letters, OffsetCommitter committer, LettersWithOffsets? transactions, RecoveryTools tools)
{
    private DeadLetterQueueSettings Queue => assignment.Topic.DeadLetterQueue!;

    /// <summary>Sends the letters of a message, or of several that are given up together, in order, and goes on behind the last.</summary>
    public Task<long> DispatchAsync(BaseConsumer consumer, IReadOnlyList<FailedRun> all, string target, CancellationToken ending) =>
        transactions is not null && Queue.IsTransactional
            ? SendWithOffsetAsync([.. all.Select(failed => LetterSender.Describe(assignment, consumer, failed, target))], all[^1].Message.Offset.Value, ending)
            : SendAsync(all, failed => letters.SendAsync(assignment, consumer, failed, target), ending);

    /// <summary>Sends a message, or several that failed together, to a retry topic, in order, and goes on behind the last.</summary>
    public Task<long> MoveOnAsync(BaseConsumer consumer, IReadOnlyList<FailedRun> all, RetryHop hop, CancellationToken ending) =>
        SendAsync(all, failed => letters.SendOnAsync(assignment, consumer, failed, hop), ending);

    /// <summary>Goes on behind a message, or behind several that are given up together, without letters.</summary>
    public ValueTask<long> SkipAsync(IReadOnlyList<FailedRun> all, CancellationToken ending)
    {
        // Told before the mark, as a dispatch is; so nothing may be told for a partition that is another member's by now.
        ending.ThrowIfCancellationRequested();
        if (assignment.IsRevoked)
        {
            throw new OperationCanceledException(assignment.Revoked);
        }

        foreach (FailedRun failed in all)
        {
            tools.Monitor.Publish(new DeadLetterSkipped(failed.Message, failed.Attempts, failed.Error));
        }

        return GoOnBehindAsync(all[^1].Message.Offset.Value);
    }

    private async Task<long> SendWithOffsetAsync(IReadOnlyList<DeadLetter> all, long last, CancellationToken ending)
    {
        await transactions!.SendAsync(assignment, all, last + 1, ending);
        return Behind(last);
    }

    private async Task<long> SendAsync(IReadOnlyList<FailedRun> all, Func<FailedRun, Task> send, CancellationToken ending)
    {
        List<Task> delivered = [];
        foreach (FailedRun failed in all)
        {
            await assignment.Lane.WaitForRoomAsync(ending);
            delivered.Add(await SendAsync(failed, send, ending));
            await assignment.Lane.WaitUntilTakenAsync(ending);
        }

        if (Queue.DispatchMethod == DispatchMethod.ProduceSync || Queue.MarkingMethod == MarkingMethod.MarkAsConsumedAndCommit)
        {
            // One after the other: to wait for all at once goes on on the thread pool.
            foreach (Task letter in delivered)
            {
                await letter;
            }
        }

        return await GoOnBehindAsync(all[^1].Message.Offset.Value);
    }

    private ValueTask<Task> SendAsync(FailedRun failed, Func<FailedRun, Task> send, CancellationToken ending)
    {
        try
        {
            return ValueTask.FromResult(send(failed));
        }
        catch (Exception exception)
        {
            return new ValueTask<Task>(SendLaterAsync(failed, send, exception, ending));
        }
    }

    private async Task<Task> SendLaterAsync(FailedRun failed, Func<FailedRun, Task> send, Exception why, CancellationToken ending)
    {
        for (int failures = 1; ; failures++)
        {
            // The user's own producer could not be had. The message must not be given up for that, nor its handler be asked again.
            tools.Report(assignment, ErrorType.AfterConsume, why, failed.Message.Offset, failed.Attempts);
            await tools.BackOffAsync(assignment, failures, ending);
            try
            {
                return send(failed);
            }
            catch (Exception exception)
            {
                why = exception;
            }
        }
    }

    private async ValueTask<long> GoOnBehindAsync(long given)
    {
        long position = Behind(given);
        await MarkAsync(given);
        return position;
    }

    private long Behind(long given)
    {
        attempts.Reset(given);
        assignment.FailingSince = null;
        return given + 1;
    }

    private async Task MarkAsync(long offset)
    {
        if (!Queue.MarksAfterDispatch(assignment.Topic.Route.ManualOffsetManagement))
        {
            assignment.Offsets.MoveCursor(offset + 1);
        }
        else if (assignment.Offsets.Mark(offset) && Queue.MarkingMethod == MarkingMethod.MarkAsConsumedAndCommit)
        {
            await committer.CommitAsync(assignment, assignment.GivenUp);
        }
    }
}
