using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Has a partition with transactional letters begin at the group's committed offset, once no transaction over it is open any more.</summary>
/// <remarks>
/// librdkafka waits for that by itself, but when a rebalance comes meanwhile it can go on as if nothing were committed: from the beginning, where letters would be dispatched
/// again, or from the end, where records would be passed over.
/// </remarks>
internal sealed class StableStart(ITransactionGroup group, RecoveryTools tools)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Finds the offset and goes there. Where nothing is committed, the client's own beginning holds.</summary>
    /// <param name="assignment">The partition, of which nothing was worked on yet.</param>
    /// <param name="seeker">Goes to an offset.</param>
    /// <param name="ending">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Revoked or stopped before it was known.</exception>
    public async Task BeginAsync(PartitionAssignment assignment, IPartitionSeeker seeker, CancellationToken ending)
    {
        // Health sees a partition that stands still here for too long.
        assignment.FailingSince = tools.Time.GetUtcNow();
        Offset start = await FindAsync(assignment.Partition, ending);
        if (!start.IsSpecial)
        {
            await seeker.SeekFirstAsync(assignment, start.Value, ending);
        }

        assignment.FailingSince = null;
    }

    private async Task<Offset> FindAsync(TopicPartition partition, CancellationToken ending)
    {
        while (true)
        {
            ending.ThrowIfCancellationRequested();
            try
            {
                return (await group.CommittedAsync([partition]))[0].Offset;
            }
            catch (Exception)
            {
                // Not told yet, for whatever reason, a transaction that is open above all: nothing may be worked on from another place.
                await Task.Delay(Rest, tools.Time, ending);
            }
        }
    }
}
