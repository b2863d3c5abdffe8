using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Crashes;

namespace Kafka.Dlq.Processing;

/// <summary>
/// Commits what is marked on the partitions of one connection: at an interval, when a consumer asks for it, on revoke and on stop.
/// Offsets are always committed for the assignment that marked them, never for another epoch of the same partition.
/// </summary>
internal sealed class OffsetCommitter(IKafkaClient client, AssignmentTable assignments, CommitSettings settings, EventPump events, TimeProvider time)
{
    private readonly Turns _oneAtATime = new(places: 1);

    public IThreads Threads { get; init; } = SystemThreads.Instance;

    /// <summary>Commits at the interval until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool isCommitted = true;
            while (true)
            {
                await Task.Delay(isCommitted ? settings.Interval : settings.Soon, time, cancellationToken);
                foreach (PartitionAssignment assignment in assignments.All)
                {
                    assignment.Guarded?.RetractWhenQuiet();
                }

                isCommitted = await CommitChangedAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop commits once more, confirmed, when everything has ended.
        }
    }

    /// <summary>Commits what is marked on one partition, with others that changed, until the broker has it.</summary>
    /// <returns>False when the assignment ended.</returns>
    /// <exception cref="OperationCanceledException">Cancelled while the assignment lasts.</exception>
    public async Task<bool> CommitAsync(PartitionAssignment assignment, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(assignment.Revoked, cancellationToken);
        try
        {
            TimeSpan pause = settings.FirstRetry;
            while (!assignment.Offsets.Thawed.IsCompleted || (assignment.Offsets.Uncommitted is not null && !await CommitChangedAsync(either.Token)))
            {
                await Task.Delay(pause, time, either.Token);
                pause = pause * 2 < settings.LongestRetry ? pause * 2 : settings.LongestRetry;
            }
        }
        catch (OperationCanceledException) when (assignment.IsRevoked)
        {
            // Another member's now: whether the offset arrived is for it to see.
        }

        return !assignment.IsRevoked;
    }

    /// <summary>Commits everything that changed, once.</summary>
    /// <returns>Whether the broker has it all.</returns>
    public Task<bool> CommitChangedAsync(CancellationToken cancellationToken) => CommitOnceAsync(assignments.All, cancellationToken);

    /// <summary>Commits what changed of some partitions, once.</summary>
    /// <returns>Whether the broker has it all; false when an assignment has ended.</returns>
    public async Task<bool> CommitOnceAsync(IEnumerable<PartitionAssignment> some, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            // Looked at now: one that was revoked while this waited has had its last commit.
            ILookup<bool, PartitionAssignment> owned = some.ToLookup(assignment => !assignment.IsRevoked);
            List<PendingCommit> pending = Collect(owned[true]);
            return (pending.Count == 0 || Settle(pending, await client.CommitAsync(Offsets(pending), settings.Timeout), isLast: false)) && !owned[false].Any();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Commits the last word of assignments that end, from inside the client's callback, and waits for it no longer than the deadline.</summary>
    public void CommitFinally(IReadOnlyCollection<PartitionAssignment> ending)
    {
        // A transaction that is going on either commits for its partition or is given up now.
        long begin = time.GetTimestamp();
        foreach (PartitionAssignment assignment in ending)
        {
            TimeSpan left = settings.Timeout - time.GetElapsedTime(begin);
            Threads.Wait(assignment.Offsets.Thawed, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        // A commit on its way carries older offsets of the same partitions: if it came last it would move them back.
        if (!_oneAtATime.Wait(settings.Timeout, Threads))
        {
            Collect(ending).ForEach(pending => Report(pending, TooLate()));
            return;
        }

        try
        {
            List<PendingCommit> pending = Collect(ending);
            if (pending.Count > 0)
            {
                Settle(pending, client.Commit(Offsets(pending), settings.Timeout), isLast: true);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Waits until the commits have ended that are on their way now, those included that nobody waits for any more.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        _oneAtATime.Release();
        await client.CommitsEndedAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Waits, from inside the client's callback, until a commit that is on its way has ended; no longer than a commit may take.</summary>
    public void AwaitOngoing()
    {
        if (_oneAtATime.Wait(settings.Timeout, Threads))
        {
            _oneAtATime.Release();
        }
    }

    private static List<PendingCommit> Collect(IEnumerable<PartitionAssignment> assignments) => [.. assignments.Select(PendingOf).OfType<PendingCommit>()];

    private static PendingCommit? PendingOf(PartitionAssignment assignment) =>
        assignment.Guarded is not { } guarded ? assignment.Offsets.Uncommitted is { } offset ? new PendingCommit(assignment, offset) : null
        : guarded.Pending(assignment.Offsets.Committable) is { } marked ? new PendingCommit(assignment, marked.Offset) { Marked = marked }
        : null;

    private static List<TopicPartitionOffset> Offsets(List<PendingCommit> pending) => [.. pending.Select(commit => commit.Marked is { } marked
        ? new MarkedOffset(commit.Assignment.Partition, marked.Offset, marked.Text)
        : new TopicPartitionOffset(commit.Assignment.Partition, commit.Offset))];

    private bool Settle(List<PendingCommit> pending, CommitResult result, bool isLast)
    {
        foreach (PendingCommit commit in pending)
        {
            if (result.ErrorOf(commit.Assignment.Partition) is not { } error)
            {
                commit.Assignment.Offsets.Committed(commit.Offset);
                if (commit.Marked is { } marked)
                {
                    commit.Assignment.Guarded!.Committed(marked);
                }
            }
            else if (isLast || !CommitResult.IsRebalancing(error))
            {
                // A group between two generations takes no commits. That is its daily work: they are made again soon, or in the revoke that follows.
                Report(commit, error);
            }
        }

        return result.IsSuccess;
    }

    private KafkaException TooLate() => new(new Error(
        ErrorCode.Local_TimedOut, $"An earlier commit did not end within {settings.Timeout.TotalSeconds:0.###} s, so the partition went without its last commit: what it would have told is handled again by the next owner."));

    private void Report(PendingCommit commit, KafkaException error)
    {
        TopicPartition partition = commit.Assignment.Partition;

        // Not told right here: in a revoke this is the poll thread, and subscribers are the user's code.
        events.Post(new ErrorOccurred(ErrorType.Commit, error) { Topic = partition.Topic, Partition = partition.Partition, Offset = commit.Offset });
    }

    private sealed record PendingCommit(PartitionAssignment Assignment, long Offset)
    {
        /// <summary>The mark beside the offset, of a guarded partition.</summary>
        public MarkedCommit? Marked { get; init; }
    }
}
