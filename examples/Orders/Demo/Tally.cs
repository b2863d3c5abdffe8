using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Kafka.Dlq.Examples.Orders.Demo;

/// <summary>What this run did, counted as it happens: for the progress display and the rate. What is lost is found by the audit, not here.</summary>
internal sealed class Tally(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _letters = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly long _start = time.GetTimestamp();
    private long _produced;
    private long _refused;
    private long _posted;
    private long _retries;
    private long _last;

    /// <summary>The counts of this moment.</summary>
    public TallyCounts Counts => new(
        Interlocked.Read(ref _produced),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _posted),
        Interlocked.Read(ref _retries),
        _letters.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Interlocked.Read(ref _last) is > 0 and long last ? time.GetElapsedTime(_start, last) : TimeSpan.Zero);

    /// <summary>Listens to the framework.</summary>
    public void Listen(KafkaMonitor monitor)
    {
        monitor.Subscribe<ConsumingRetry>(_ => Interlocked.Increment(ref _retries));
        monitor.Subscribe<DeadLetterDelivered>(e => Lettered(e.Reason ?? KindOf(e.Error)));
        monitor.Subscribe<DeadLetterFailed>(e => Trouble($"Letter {e.Id} was not delivered to {e.TargetTopic} and is tried again: {e.Error.Message}"));
        monitor.Subscribe<ErrorOccurred>(Unexpected);
    }

    public void Produced() => Interlocked.Increment(ref _produced);

    public void Posted()
    {
        Interlocked.Increment(ref _posted);
        Interlocked.Exchange(ref _last, time.GetTimestamp());
    }

    public void Refused(string reason)
    {
        Interlocked.Increment(ref _refused);
        Trouble($"An order was not produced: {reason}");
    }

    /// <summary>The next thing that was not planned, once.</summary>
    public bool TryTakeTrouble(out string? trouble) => _troubles.TryDequeue(out trouble);

    private static string KindOf(Exception? error) => error is MessageDeserializationException ? "deserialization" : "consume";

    private void Lettered(string reason)
    {
        _letters.AddOrUpdate(reason, 1, (_, count) => count + 1);
        Interlocked.Exchange(ref _last, time.GetTimestamp());
    }

    private void Unexpected(ErrorOccurred e)
    {
        if (e.Type != ErrorType.Consume)
        {
            Trouble($"{e.Type}: {e.Error.Message}");
        }
    }

    private void Trouble(string text) => _troubles.Enqueue(text);
}
