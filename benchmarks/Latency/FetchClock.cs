using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>When each record was fetched: written by the poll thread before it hands a record on, read by the handler that got it.</summary>
internal sealed class FetchClock(int partitions)
{
    // More than can be between fetch and handler; after so many records of a partition a place is used again.
    private const int Places = 1 << 18;

    private readonly long[][] _times = [.. Enumerable.Range(0, partitions).Select(_ => new long[Places])];

    public void Note(IReadOnlyList<Message> fetched)
    {
        long now = Stopwatch.GetTimestamp();
        foreach (Message message in fetched)
        {
            _times[message.Partition.Value][message.Offset.Value % Places] = now;
        }
    }

    /// <summary>When a message was fetched; null for one that came before the clock was in place.</summary>
    public long? TimeOf(Message message) => _times[message.Partition.Value][message.Offset.Value % Places] is > 0 and long time ? time : null;
}
