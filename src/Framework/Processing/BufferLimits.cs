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
    private const int BatchesAhead = 2;
    private const long LeastAmpleBytes = Mebibyte;
    private const long MostAmpleBytes = 4 * Mebibyte;
    private const long AmpleBytesOfAll = 6 * Mebibyte;
    private const long Mebibyte = 1024 * 1024;

    /// <summary>From how many records on there is enough for the moment, if there are <see cref="AmpleBytes"/> too: batches must have what they are made of.</summary>
    public int AmpleCount { get; init; } = int.MaxValue;

    /// <summary>From how many bytes on there is enough for the moment.</summary>
    /// <remarks>
    /// What waits longer than a garbage collection is copied by the runtime, twice until it lies in the oldest generation, and that costs more than to read it as JSON. So little more is fetched than
    /// what is soon handled; the rest lies better in the client's own queue, which no collection looks at.
    /// </remarks>
    public long AmpleBytes { get; init; } = long.MaxValue;

    /// <summary>A partition's share of the room of its connection, and room for four batches in any case.</summary>
    /// <param name="maxMessages">The largest batch.</param>
    /// <param name="partitions">How many partitions share the room.</param>
    public static BufferLimits For(int maxMessages, int partitions)
    {
        int share = Math.Clamp(CountOfAll / Math.Max(1, partitions), LeastCount, MostCount);
        int high = Math.Max(share, Times(maxMessages, 4));
        long bytes = Math.Clamp(BytesOfAll / Math.Max(1, partitions), LeastBytes, MostBytes);
        return new BufferLimits(high, high / 4, bytes, bytes / 4)
        {
            AmpleCount = Times(maxMessages, BatchesAhead),
            AmpleBytes = Math.Clamp(AmpleBytesOfAll / Math.Max(1, partitions), LeastAmpleBytes, MostAmpleBytes),
        };
    }

    private static int Times(int maxMessages, int batches) => maxMessages > int.MaxValue / batches ? int.MaxValue : maxMessages * batches;
}
