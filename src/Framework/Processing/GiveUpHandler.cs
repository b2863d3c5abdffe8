namespace Kafka.Dlq.Processing;

/// <summary>
/// Carries out, for one partition, the giving up of a message: its letter is sent or it is skipped, it is marked, and the partition goes on behind it.
/// Each of its answers is the offset from which the partition goes on.
/// </summary>
internal sealed class GiveUpHandler(PartitionAssignment assignment, AttemptCounter attempts, LetterSender letters, OffsetCommitter committer, LettersWithOffsets? transactions, RecoveryTools tools)
{
    private DeadLetterQueueSettings Queue => assignment.Topic.DeadLetterQueue!;

    /// <summary>Sends the letters of a message, or of several that are given up together, in order, and goes on behind the last.</summary>
    public async Task<long> DispatchAsync(BaseConsumer consumer, IReadOnlyList<FailedRun> all, string target, CancellationToken ending)
    {
        if (transactions is not null && Queue.IsTransactional)
        {
            await transactions.SendAsync(assignment, [.. all.Select(failed => LetterSender.Describe(assignment, consumer, failed, target))], all[^1].Message.Offset.Value + 1, ending);
            return Behind(all[^1].Message.Offset.Value);
        }

        List<Task> delivered = [];
        foreach (FailedRun failed in all)
        {
            await assignment.Lane.WaitForRoomAsync(ending);
            delivered.Add(await SendAsync(consumer, failed, target, ending));
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
            tools.Monitor.Publish(new DeadLetterSkipped(failed.Message, failed.Attempt, failed.Error));
        }

        return GoOnBehindAsync(all[^1].Message.Offset.Value);
    }

    private ValueTask<Task> SendAsync(BaseConsumer consumer, FailedRun failed, string target, CancellationToken ending)
    {
        try
        {
            return ValueTask.FromResult(letters.SendAsync(assignment, consumer, failed, target));
        }
        catch (Exception exception)
        {
            return new ValueTask<Task>(SendLaterAsync(consumer, failed, target, exception, ending));
        }
    }

    private async Task<Task> SendLaterAsync(BaseConsumer consumer, FailedRun failed, string target, Exception why, CancellationToken ending)
    {
        for (int failures = 1; ; failures++)
        {
            // The user's own producer could not be had. The message must not be given up for that, nor its handler be asked again.
            tools.Report(assignment, ErrorType.AfterConsume, why, failed.Message.Offset, failed.Attempt);
            await tools.BackOffAsync(assignment, failures, ending);
            try
            {
                return letters.SendAsync(assignment, consumer, failed, target);
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
