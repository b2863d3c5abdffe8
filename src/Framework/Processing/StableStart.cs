using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Finds where a partition with transactional letters begins: at the group's committed offset, once no transaction over it is open any more.</summary>
/// <remarks>
/// librdkafka waits for that by itself, but when a rebalance comes meanwhile it can go on as if nothing were committed: from the beginning, where letters would be dispatched
/// again, or from the end, where records would be passed over.
/// </remarks>
internal sealed class StableStart(ITransactionGroup group, RecoveryTools tools)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>The offset to begin at; null when nothing is committed, so that the client's own beginning holds.</summary>
    /// <exception cref="OperationCanceledException">Revoked or stopped before it was known.</exception>
    public async Task<long?> FindAsync(PartitionAssignment assignment, CancellationToken ending)
    {
        while (true)
        {
            ending.ThrowIfCancellationRequested();
            try
            {
                IReadOnlyList<TopicPartitionOffset> found = await group.CommittedAsync([assignment.Partition]);
                assignment.FailingSince = null;
                return found[0].Offset.IsSpecial ? null : found[0].Offset.Value;
            }
            catch (KafkaException)
            {
                // Not told yet. Health sees a partition that stands still for too long.
                assignment.FailingSince ??= tools.Time.GetUtcNow();
                await Task.Delay(Rest, tools.Time, ending);
            }
        }
    }
}
