using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>One partition and a thousand, the loop and ours.</summary>
internal static class IdleTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<IdleSample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                "Partitions mostly idle: ten records a second in all",
                ["", "partitions", "resident MB", "managed heap MB", "% of a core", "threads"],
                [.. samples.GroupBy(sample => (sample.IsOurs, sample.Partitions)).OrderBy(group => group.Key).Select(group => Row([.. group]))]);
        }
    }

    public static Spread Of(IEnumerable<IdleSample> samples, int partitions, Func<IdleMeasured, double> figure) =>
        Spread.Of(samples.Where(sample => sample.IsOurs && sample.Partitions == partitions).Select(sample => figure(sample.Measured)));

    private static string[] Row(List<IdleSample> own) =>
    [
        own[0].IsOurs ? "MessageConsumer" : "tuned loop",
        own[0].Partitions.ToString("N0", CultureInfo.InvariantCulture),
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.ResidentBytes / 1e6))),
        Figure.Tenths(Spread.Of(own.Select(sample => sample.Measured.ManagedBytes / 1e6))),
        Figure.Tenths(Spread.Of(own.Select(sample => sample.Measured.CpuShare * 100))),
        Figure.Whole(Spread.Of(own.Select(sample => (double)sample.Measured.Threads))),
    ];
}
