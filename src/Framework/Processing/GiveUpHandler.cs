using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>
/// Carries out, for one partition, the giving up of a message: its letter is sent or it is skipped, it is marked, and the partition goes on behind it.
/// Each of its answers is the offset from which the partition goes on.
/// </summary>
internal sealed class GiveUpHandler(PartitionAssignment assignment, AttemptCounter attempts, LetterSender letters, OffsetCommitter committer, RecoveryTools tools)
{
    private DeadLetterQueueSettings Queue => assignment.Topic.DeadLetterQueue!;

    /// <summary>Sends the message's letter and goes on behind the message.</summary>
    public Task<long> DispatchAsync(BaseConsumer consumer, FailedRun failed, string target, CancellationToken ending) => SendAndGoOnAsync(() => letters.SendAsync(assignment, consumer, failed, target), failed, ending);

    /// <summary>Sends the message to a retry topic and goes on behind it.</summary>
    public Task<long> MoveOnAsync(BaseConsumer consumer, FailedRun failed, RetryHop hop, CancellationToken ending) => SendAndGoOnAsync(() => letters.SendOnAsync(assignment, consumer, failed, hop), failed, ending);

    /// <summary>Goes on behind the message without a letter.</summary>
    public ValueTask<long> SkipAsync(FailedRun failed, CancellationToken ending)
    {
        // Told before the mark, as a dispatch is; so nothing may be told for a partition that is another member's by now.
        ending.ThrowIfCancellationRequested();
        if (assignment.IsRevoked)
        {
            throw new OperationCanceledException(assignment.Revoked);
        }

        tools.Monitor.Publish(new DeadLetterSkipped(failed.Message, failed.Attempts, failed.Error));
        return GoOnBehindAsync(failed.Message.Offset.Value);
    }

    private async Task<long> SendAndGoOnAsync(Func<Task> send, FailedRun failed, CancellationToken ending)
    {
        await assignment.Lane.WaitForRoomAsync(ending);
        Task delivered = await SendAsync(send, failed, ending);
        await assignment.Lane.WaitUntilTakenAsync(ending);
        if (Queue.DispatchMethod == DispatchMethod.ProduceSync || Queue.MarkingMethod == MarkingMethod.MarkAsConsumedAndCommit)
        {
            await delivered;
        }

        return await GoOnBehindAsync(failed.Message.Offset.Value);
    }

    private ValueTask<Task> SendAsync(Func<Task> send, FailedRun failed, CancellationToken ending)
    {
        try
        {
            return ValueTask.FromResult(send());
        }
        catch (Exception exception)
        {
            return new ValueTask<Task>(SendLaterAsync(send, failed, exception, ending));
        }
    }

    private async Task<Task> SendLaterAsync(Func<Task> send, FailedRun failed, Exception why, CancellationToken ending)
    {
        for (int failures = 1; ; failures++)
        {
            // The user's own producer could not be had. The message must not be given up for that, nor its handler be asked again.
            tools.Report(assignment, ErrorType.AfterConsume, why, failed.Message.Offset, failed.Attempts);
            await tools.BackOffAsync(assignment, failures, ending);
            try
            {
                return send();
            }
            catch (Exception exception)
            {
                why = exception;
            }
        }
    }

    private async ValueTask<long> GoOnBehindAsync(long given)
    {
        attempts.Reset(given);
        assignment.FailingSince = null;
        await MarkAsync(given);
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
