using System.Text.Json.Serialization;

namespace Kafka.Dlq.Benchmarks.Measuring;

/// <summary>What one measurement gave, in a process of its own.</summary>
/// <param name="Records">How many records were counted.</param>
/// <param name="Seconds">From the first that was counted to the last.</param>
/// <param name="AllocatedBytes">What the runtime allocated meanwhile.</param>
/// <param name="CpuSeconds">What all threads of the process used of the processors meanwhile, the client's own threads included.</param>
/// <param name="PeakBytes">The most memory (resident) that the process had in its life.</param>
internal sealed record Measured(long Records, double Seconds, long AllocatedBytes, double CpuSeconds, long PeakBytes)
{
    [JsonIgnore]
    public double Rate => Records / Seconds;

    [JsonIgnore]
    public double AllocatedPerRecord => (double)AllocatedBytes / Records;

    [JsonIgnore]
    public double CpuNanosecondsPerRecord => CpuSeconds * 1e9 / Records;
}
