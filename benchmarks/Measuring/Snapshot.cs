using System.Diagnostics;

namespace Kafka.Dlq.Benchmarks.Measuring;

/// <summary>The process at one moment.</summary>
internal readonly record struct Snapshot(long Timestamp, long Allocated, TimeSpan Cpu)
{
    // An exact count would stop all threads; the inexact one is behind by some kilobytes for each thread.
    public static Snapshot Take() => new(Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: false), Environment.CpuUsage.TotalTime);
}
