using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Inner;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.StartStop;
using Kafka.Dlq.Benchmarks.Throughput;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>The tables of each part; none for a part that was not measured.</summary>
internal static class ReportTables
{
    public static IEnumerable<ReportTable> All(BenchResults results) => Enum.GetValues<Part>().SelectMany(part => Of(part, results));

    public static IEnumerable<ReportTable> Of(Part part, BenchResults results) => part switch
    {
        Part.Throughput => ThroughputTables.Of(results.Throughput),
        Part.Failures => FailureTables.Of(results.Failures),
        Part.Latency => LatencyTables.Of(results.Latency),
        Part.Idle => IdleTables.Of(results.Idle),
        Part.Start => StartTables.Of(results.Start),
        Part.Inner => InnerTables.Of(results.Inner),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "It has no table."),
    };
}
