using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Sends letters and commits the offset behind them in one transaction. The other commits of the partition stand still meanwhile.</summary>
internal sealed class LettersWithOffsets(TransactionalDispatcher dispatcher, LetterSender letters, OffsetCommitter committer)
{
    /// <summary>Sends letters of one partition.</summary>
    /// <param name="assignment">The partition.</param>
    /// <param name="all">The letters, in the order of their messages.</param>
    /// <param name="next">The offset to commit with them, which becomes the cursor.</param>
    /// <param name="ending">Ends the wait for what was dispatched before.</param>
    /// <exception cref="OperationCanceledException">Revoked or stopped before letters and offset were committed.</exception>
    public async Task SendAsync(PartitionAssignment assignment, IReadOnlyList<DeadLetter> all, long next, CancellationToken ending)
    {
        // Letters that were dispatched by hand, and records that a sink has not flushed, hold the offset below them, and no transaction may pass over that.
        await assignment.Offsets.WaitUntilFreeAsync(ending);
        ending.ThrowIfCancellationRequested();
        assignment.Offsets.Freeze();
        TransactionalDispatch end = TransactionalDispatch.GivenUp;
        try
        {
            await committer.DrainAsync(assignment.GivenUp);
            end = await dispatcher.DispatchAsync(
                all, letters.DefaultProducer(assignment.Topic), new TopicPartitionOffset(assignment.Partition, next), assignment.Offsets.IsBeyondCommitted(next), assignment.Revoked, assignment.GivenUp);
        }
        finally
        {
            if (end == TransactionalDispatch.Committed)
            {
                assignment.Offsets.ThawCommitted(next);
            }
            else
            {
                assignment.Offsets.Thaw(isInDoubt: end == TransactionalDispatch.InDoubt);
            }
        }

        if (end != TransactionalDispatch.Committed)
        {
            throw new OperationCanceledException(assignment.GivenUp);
        }
    }
}
