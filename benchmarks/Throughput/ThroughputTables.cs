using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>A table for each size and number of partitions.</summary>
internal static class ThroughputTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<ThroughputSample> samples) =>
        from sample in samples
        group sample by (sample.Size, sample.Partitions) into shape
        orderby shape.Key.Size, shape.Key.Partitions
        select TableOf($"Values of {shape.Key.Size} B, {(shape.Key.Partitions == 1 ? "1 partition" : $"{shape.Key.Partitions} partitions")}", [.. shape]);

    private static ReportTable TableOf(string title, List<ThroughputSample> samples) => new(
        title,
        ["", "records/s", "× tuned loop", "× bare native", "CPU ns/record", "allocated B/record", "peak MB"],
        [.. samples.GroupBy(sample => sample.Contender).OrderBy(group => group.Key).Select(group => Row(group.Key, [.. group], samples))]);

    private static string[] Row(Contender contender, List<ThroughputSample> own, List<ThroughputSample> all) =>
    [
        ContenderNames.Of(contender),
        Figure.Thousands(Spread.Of(own.Select(sample => sample.Measured.Rate))),
        RatioTo(ThroughputRatios.YardstickOf(contender), contender, all),
        RatioTo(Contender.BareNative, contender, all),
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.CpuNanosecondsPerRecord))),
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.AllocatedPerRecord))),
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.PeakBytes / 1e6))),
    ];

    private static string RatioTo(Contender yardstick, Contender contender, List<ThroughputSample> all) =>
        contender != yardstick && ThroughputRatios.Of(all, contender, yardstick, sample => sample.Measured.Rate) is { } ratio ? Figure.Ratio(ratio) : "";
}
