using Kafka.Dlq.Consuming;

namespace Kafka.Dlq.Isolating;

/// <summary>The messages of one run that its consumer says have failed. Safe from any thread.</summary>
internal sealed class FailedMessages
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Exception> _errors = [];
    private long? _markedBehind;

    /// <summary>The error of the first of them.</summary>
    public Exception First
    {
        get
        {
            lock (_gate)
            {
                return _errors.First().Value;
            }
        }
    }

    /// <summary>The last offset that the consumer asked to mark behind one of them, which is done when that is settled; null for none.</summary>
    public long? MarkedBehind
    {
        get
        {
            lock (_gate)
            {
                return _markedBehind;
            }
        }
    }

    /// <summary>Says that a message has failed. The first word on it counts: what comes later is most often its consequence.</summary>
    public void Add(long offset, Exception error)
    {
        lock (_gate)
        {
            _errors.TryAdd(offset, error);
        }
    }

    /// <summary>Why a message has failed; null for one that has not.</summary>
    public Exception? ErrorOf(long offset)
    {
        lock (_gate)
        {
            return _errors.GetValueOrDefault(offset);
        }
    }

    /// <summary>Whether a mark would pass one of them. It is kept in mind then, and not to be made.</summary>
    public bool HoldsBack(long offset)
    {
        lock (_gate)
        {
            if (_errors.Keys.First() > offset)
            {
                return false;
            }

            // As ever the last mark counts, be it of an older message.
            _markedBehind = offset;
            return true;
        }
    }

    /// <summary>Why a consumer may not say of a message that it has failed; null where it may.</summary>
    /// <param name="run">The run that is going on, or what stands in between runs.</param>
    /// <param name="message">The message.</param>
    /// <param name="marked">The first offset that is not marked, or null.</param>
    public static Exception? RefusalOf(Run run, Message message, long? marked) =>
        run.Messages.Count == 0 ? new InvalidOperationException($"{message} cannot be failed: no run is going on. Call Fail inside ConsumeAsync, before its task ends; what failed later can only be told by another message.")
        : !IsOf(run, message) ? new ArgumentException($"{message} is not one of the messages at hand ({(run.Current is { } current ? $"{current}" : $"{run.Messages.First} to {run.Messages.Last}")}). Fail takes a message of the run that is going on; in a consumer of single messages, the one that it was given.", nameof(message))
        : message.Offset.Value < marked ? new InvalidOperationException($"{message} cannot be failed: it, or one behind it, was marked as consumed. Call Fail instead of the mark, and mark what stands behind it afterwards.")
        : null;

    private static bool IsOf(Run run, Message message)
    {
        if (run.Current is { } current)
        {
            return current.Offset == message.Offset;
        }

        ArraySegment<Message> all = run.Messages.AsSegment();
        int low = 0;
        for (int high = all.Count; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = all[middle].Offset.Value < message.Offset.Value ? (middle + 1, high) : (low, middle);
        }

        return low < all.Count && all[low].Offset == message.Offset;
    }
}
