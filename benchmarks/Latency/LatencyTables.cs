using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>From the producer's call to the handler: the loop, ours, and what is between them.</summary>
internal static class LatencyTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<LatencySample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                string.Create(CultureInfo.InvariantCulture, $"From the producer's call to the handler's start, µs: 100 B, 6 partitions, {samples[0].Rate:N0} records/s"),
                ["", "p50", "p99", "p99.9", "records/s"],
                [
                    Row("tuned loop", samples, sample => sample.Loop),
                    Row("MessageConsumer", samples, sample => sample.Ours),
                    ["added by ours", .. new[] { Added(samples, one => one.P50), Added(samples, one => one.P99), Added(samples, one => one.P999) }.Select(Figure.Whole), ""],
                ]);
        }
    }

    /// <summary>Ours less the loop, round by round, in microseconds.</summary>
    public static Spread Added(IEnumerable<LatencySample> samples, Func<LatencyMeasured, double> percentile) =>
        Spread.Of(samples.Select(sample => percentile(sample.Ours) - percentile(sample.Loop)));

    private static string[] Row(string name, IReadOnlyList<LatencySample> samples, Func<LatencySample, LatencyMeasured> of) =>
    [
        name,
        Figure.Whole(Spread.Of(samples.Select(sample => of(sample).P50))),
        Figure.Whole(Spread.Of(samples.Select(sample => of(sample).P99))),
        Figure.Whole(Spread.Of(samples.Select(sample => of(sample).P999))),
        Figure.Whole(Spread.Of(samples.Select(sample => of(sample).Rate))),
    ];
}
