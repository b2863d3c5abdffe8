namespace Kafka.Dlq.Processing;

/// <summary>How much of one partition may wait in memory: fetching stops above the high marks and goes on below the low ones.</summary>
internal sealed record BufferLimits(int HighCount, int LowCount, long HighBytes, long LowBytes)
{
    // A pause throws away what the client prefetched (0.2 s to fetch again), so it should be rare: room for a consumer that stands still for some milliseconds.
    private const int LeastCount = 2_000;
    private const int MostCount = 8_000;
    private const int CountOfAll = 48_000;
    private const long LeastBytes = 2 * Mebibyte;
    private const long MostBytes = 16 * Mebibyte;
    private const long BytesOfAll = 128 * Mebibyte;
    private const long Mebibyte = 1024 * 1024;

    /// <summary>A partition's share of the room of its connection, and room for four batches in any case.</summary>
    /// <param name="maxMessages">The largest batch.</param>
    /// <param name="partitions">How many partitions share the room.</param>
    public static BufferLimits For(int maxMessages, int partitions)
    {
        int share = Math.Clamp(CountOfAll / Math.Max(1, partitions), LeastCount, MostCount);
        int high = Math.Max(share, maxMessages > int.MaxValue / 4 ? int.MaxValue : maxMessages * 4);
        long bytes = Math.Clamp(BytesOfAll / Math.Max(1, partitions), LeastBytes, MostBytes);
        return new BufferLimits(high, high / 4, bytes, bytes / 4);
    }
}
