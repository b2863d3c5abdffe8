using Confluent.Kafka;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>
/// One assignment of a partition to this member: its epoch. All that a worker does goes through it, so that after a revoke a slow run changes nothing:
/// its marks are refused, and neither commits nor seeks nor dispatches are carried out.
/// </summary>
internal sealed class PartitionAssignment : IDisposable
{
    private readonly CancellationTokenSource _revoked = new();
    private readonly CancellationTokenSource _givenUp;
    private int _hasSlot;
    private Task _telling = Task.CompletedTask;
    private bool _isDelayed;

    public PartitionAssignment(TopicPartition partition, RoutedTopic topic, DeadLetterLane lane, CancellationToken aborted)
    {
        Partition = partition;
        Topic = topic;
        Lane = lane;
        Buffer = new PartitionBuffer(topic.LimitsAmong(partitions: 1));
        Revoked = _revoked.Token;
        _givenUp = CancellationTokenSource.CreateLinkedTokenSource(Revoked, aborted);
        GivenUp = _givenUp.Token;
    }

    public IThreads Threads { get; init; } = SystemThreads.Instance;

    public TopicPartition Partition { get; }

    public RoutedTopic Topic { get; }

    /// <summary>The order and the bound of the letters of this assignment.</summary>
    public DeadLetterLane Lane { get; }

    public OffsetTracker Offsets { get; } = new();

    /// <summary>What is committed with the offsets about crashes; null where the queue has no <c>CrashGuard</c>.</summary>
    public GuardedOffsets? Guarded { get; init; }

    public PartitionBuffer Buffer { get; }

    /// <summary>Cancelled when the partition is revoked or lost.</summary>
    public CancellationToken Revoked { get; }

    /// <summary>Cancelled when the partition is revoked or lost, and when the deadline of the host's stop is over.</summary>
    public CancellationToken GivenUp { get; }

    public bool IsRevoked => Revoked.IsCancellationRequested;

    /// <summary>Whether the client was told to stop fetching it. Belongs to the poll thread.</summary>
    public bool IsFetchPaused { get; set; }

    /// <summary>Whether a seek is under way: records that still come are from before it. Belongs to the poll thread.</summary>
    public bool IsSeeking { get; set; }

    /// <summary>The highest offset that a consumer was given, so that metrics count each message once. Belongs to the worker.</summary>
    public long LastHandedOver { get; set; } = -1;

    /// <summary>Whether what waits in the buffer is not due yet, so that there will be no room soon. Set by the worker, read by the poll thread.</summary>
    public bool IsDelayed
    {
        get => Volatile.Read(ref _isDelayed);
        set => Volatile.Write(ref _isDelayed, value);
    }

    /// <summary>Since when the partition makes no progress, or null.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Why the partition stands still until somebody does something about it, or null.</summary>
    public PartitionHold? Held { get; set; }

    /// <summary>Whether a run goes on that holds a place of the limit.</summary>
    public bool HasSlot => Volatile.Read(ref _hasSlot) == 1;

    /// <summary>A run has a place of the limit from now on.</summary>
    public void TakeSlot() => Volatile.Write(ref _hasSlot, 1);

    /// <summary>Whether the caller is the one to give the place back: the run that ended, or who leaves it behind because it hangs.</summary>
    public bool TryLeaveSlot() => Interlocked.Exchange(ref _hasSlot, 0) == 1;

    /// <summary>Ends the assignment. Marks are refused first, so that what is committed next is the last word.</summary>
    public void Revoke()
    {
        Offsets.Close();
        Guarded?.Revoke();
        Buffer.Clear();

        // Not Cancel: whoever listens to the token, the user's code too, would then run right here, on the poll thread.
        _telling = Threads.CancelAsync(_revoked);
    }

    public void Dispose() => _ = DisposeWhenToldAsync();

    private async Task DisposeWhenToldAsync()
    {
        try
        {
            // Those who listen are told one after the other, the worker before GivenUp. Disposed before its turn, GivenUp would never be cancelled,
            // and the letters of this assignment would go on being tried.
            await _telling;
        }
        catch (AggregateException)
        {
            // What the user's code threw while it was told.
        }

        Buffer.Dispose();
        _givenUp.Dispose();
        _revoked.Dispose();
    }
}
