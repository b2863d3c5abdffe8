using Kafka.Dlq.Reliability.Workers;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Soak;

/// <summary>What a worker process uses at a moment, as its system sees it.</summary>
/// <param name="Lag">Records of the source that are not committed, of all workers together.</param>
internal sealed record SoakSample(TimeSpan At, int Worker, double MemoryMiB, int Threads, int Handles, long Lag)
{
    private const double KibiOfMebi = 1024;

    public static SoakSample Of(TimeSpan at, WorkerProcess worker, long lag)
    {
        Dictionary<string, string> status = File.ReadLines($"/proc/{worker.Id}/status")
            .Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim().Split(' ')[0]);
        return new SoakSample(
            at,
            worker.Slot,
            int.Parse(status["VmRSS"], CultureInfo.InvariantCulture) / KibiOfMebi,
            int.Parse(status["Threads"], CultureInfo.InvariantCulture),
            Directory.GetFiles($"/proc/{worker.Id}/fd").Length,
            lag);
    }
}
