using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>The records of a partition whose topic has a delay: which are due, and how long to wait for the next. Used by the partition's worker only.</summary>
internal sealed class DelayedRecords(DelaySettings delay, PartitionAssignment assignment, KafkaMonitor monitor, TimeProvider time)
{
    // A timer counts on when the host's clock is set or the machine was asleep; so the clock is looked at again from time to time.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private DateTimeOffset _seenAt;
    private long _seenUpTo = -1;
    private long _toldOf = -1;

    /// <summary>Whether the oldest record may be handled; true when there is none.</summary>
    public bool HasDue
    {
        get
        {
            bool hasDue = Next() is not { } next || next.DueAt <= time.GetUtcNow();
            assignment.IsDelayed = !hasDue;
            return hasDue;
        }
    }

    /// <summary>Takes up to so many records and ends before the first one that is not due.</summary>
    public Message[] Take(int most)
    {
        DateTimeOffset now = time.GetUtcNow();
        return assignment.Buffer.TakeWhile(most, message => DueAt(message) <= now);
    }

    /// <summary>Waits until the oldest record is due, another comes, or something else is asked for.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (Next() is not { } next)
        {
            await assignment.Buffer.WaitAsync(cancellationToken);
            return;
        }

        TimeSpan left = next.DueAt - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            Tell(next.Message, next.DueAt);
            await assignment.Buffer.WaitAsync(Rounded(left < LongestLook ? left : LongestLook), time, cancellationToken);
        }
    }

    private (Message Message, DateTimeOffset DueAt)? Next()
    {
        if (assignment.Buffer.Peek() is not { } peeked)
        {
            return null;
        }

        long offset = peeked.Oldest.Offset.Value;
        if (offset > _seenUpTo)
        {
            // All that is here now was written before this moment, whatever it tells.
            (_seenAt, _seenUpTo) = (time.GetUtcNow(), peeked.NewestOffset);
        }

        return (peeked.Oldest, DueAt(peeked.Oldest));
    }

    private DateTimeOffset DueAt(Message message) =>
        DueTime.Of(message, delay) ?? (message.Offset.Value <= _seenUpTo ? DueTime.After(_seenAt, delay.Delay) : DateTimeOffset.MaxValue);

    private void Tell(Message message, DateTimeOffset dueAt)
    {
        if (_toldOf != message.Offset.Value && monitor.IsListenedTo<ConsumingDelay>())
        {
            _toldOf = message.Offset.Value;
            monitor.Publish(new ConsumingDelay(assignment.Partition, message.Offset, dueAt));
        }
    }

    // Timers know whole milliseconds, and drop what is beyond: the wait would end too early, and be begun again.
    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
