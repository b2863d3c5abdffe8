namespace Kafka.Dlq.Benchmarks.Measuring;

/// <summary>A counter of one thread at a time.</summary>
internal sealed class Tally(Gauge gauge, long share)
{
    private const int LookEvery = 1_024;

    // Alone on its cache line, or threads that count beside each other would wait for each other.
    private const int Middle = 8;

    private readonly long[] _cells = new long[2 * Middle];
    private long _next = 1;

    public long Count => Volatile.Read(ref _cells[Middle]);

    public void Add(int records)
    {
        long count = _cells[Middle] += records;
        if (count >= _next)
        {
            _next = count < share ? Math.Min(count + LookEvery, share) : count + LookEvery;
            gauge.Look();
        }
    }
}
