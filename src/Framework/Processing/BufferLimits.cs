namespace Kafka.Dlq.Processing;

/// <summary>How much of one partition may wait in memory: fetching stops above the high marks and goes on below the low ones.</summary>
internal sealed record BufferLimits(int HighCount, int LowCount, long HighBytes, long LowBytes)
{
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>Room for four batches and at least 2,000 records: a pause throws away what the client prefetched (0.2 s to fetch again), so it should be rare.</summary>
    public static BufferLimits For(int maxMessages)
    {
        int high = Math.Max(2_000, maxMessages > int.MaxValue / 4 ? int.MaxValue : maxMessages * 4);
        return new BufferLimits(high, high / 4, MaxBytes, MaxBytes / 4);
    }
}
