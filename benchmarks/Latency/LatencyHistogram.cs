using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>Counts times by the microsecond, up to a second; longer ones count as a second. Counting is safe from any thread.</summary>
internal sealed class LatencyHistogram
{
    private const int Bins = 1_000_000;

    private readonly int[] _counts = new int[Bins];
    private long _start;
    private bool _isOpen;

    /// <summary>Begins to count: what came before was warm-up.</summary>
    public void Open()
    {
        _start = Stopwatch.GetTimestamp();
        Volatile.Write(ref _isOpen, true);
    }

    /// <summary>Counts the time since a moment.</summary>
    public void Add(long timestamp)
    {
        if (Volatile.Read(ref _isOpen))
        {
            int bin = (int)Math.Min(Stopwatch.GetElapsedTime(timestamp).TotalMicroseconds, Bins - 1);
            Interlocked.Increment(ref _counts[bin]);
        }
    }

    /// <summary>Ends counting.</summary>
    /// <exception cref="BenchException">Nothing was counted.</exception>
    public LatencyMeasured Close()
    {
        Volatile.Write(ref _isOpen, false);
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        long count = _counts.Sum(bin => (long)bin);
        return count > 0
            ? new LatencyMeasured(count / seconds, Percentile(count, 0.5), Percentile(count, 0.99), Percentile(count, 0.999))
            : throw new BenchException("No record came while the latency was measured.");
    }

    private double Percentile(long count, double share)
    {
        long wanted = (long)Math.Ceiling(count * share);
        for (int bin = 0; bin < Bins; bin++)
        {
            wanted -= _counts[bin];
            if (wanted <= 0)
            {
                return bin;
            }
        }

        return Bins;
    }
}
