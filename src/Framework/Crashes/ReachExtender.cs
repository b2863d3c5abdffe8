using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Crashes;

/// <summary>Commits the marks of a connection's guarded partitions ahead of their work, so that no run has to wait for a commit.</summary>
internal sealed class ReachExtender(AssignmentTable assignments, OffsetCommitter committer, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks at the partitions until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, cancellationToken);
                List<PartitionAssignment> due = [.. assignments.All.Where(assignment => assignment.Guarded?.TryExtend() == true)];
                if (due.Count > 0)
                {
                    await committer.CommitOnceAsync(due, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closing.
        }
    }
}
