using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>From the fetch and from the producer's call to the handler.</summary>
internal static class LatencyTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<LatencySample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                string.Create(CultureInfo.InvariantCulture, $"Time to the handler's start, µs: 100 B, 6 partitions, {samples[0].Rate:N0} records/s"),
                ["", "p50", "p99", "p99.9"],
                [
                    Row("from the fetch: MessageConsumer", percentile => Added(samples, percentile)),
                    Row("from the producer: tuned loop", percentile => Spread.Of(samples.Select(sample => percentile(sample.Loop.FromProducer)))),
                    Row("from the producer: MessageConsumer", percentile => Spread.Of(samples.Select(sample => percentile(sample.Ours.FromProducer)))),
                    Row("between these two", percentile => Spread.Of(samples.Select(sample => percentile(sample.Ours.FromProducer) - percentile(sample.Loop.FromProducer)))),
                ]);
        }
    }

    /// <summary>What ours adds: from the return of the fetch to the handler, in microseconds.</summary>
    public static Spread Added(IEnumerable<LatencySample> samples, Func<LatencyMeasured, double> percentile) =>
        Spread.Of(samples.Select(sample => percentile(sample.Ours.FromFetch ?? throw new BenchException("The results have no times from the fetch."))));

    private static string[] Row(string name, Func<Func<LatencyMeasured, double>, Spread> figure) =>
        [name, Figure.Whole(figure(one => one.P50)), Figure.Whole(figure(one => one.P99)), Figure.Whole(figure(one => one.P999))];
}
