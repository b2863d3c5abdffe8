using Kafka.Dlq.Benchmarks.Failures;
using Kafka.Dlq.Benchmarks.Idle;
using Kafka.Dlq.Benchmarks.Latency;
using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Throughput;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Report;

/// <summary>The figures that the project has promised itself.</summary>
internal static class Marks
{
    private const int Partitions = 6;
    private const int Small = 100;
    private const int Large = 1_000;

    /// <summary>All marks, also those that were not measured.</summary>
    public static ReportTable TableOf(BenchResults results) => TableOf(Of(results));

    /// <summary>The marks that were measured; no table when none was.</summary>
    public static IEnumerable<ReportTable> MeasuredIn(BenchResults results)
    {
        Mark[] measured = [.. Of(results).Where(mark => mark.Found is not null)];
        return measured.Length > 0 ? [TableOf(measured)] : [];
    }

    private static ReportTable TableOf(IEnumerable<Mark> marks) => new(
        "Marks: the medians against what they must reach",
        ["work", "mark", "measured", "verdict"],
        [.. marks.Select(mark => new[] { mark.Work, mark.Wanted, mark.Found ?? "", mark.Verdict })]);

    private static IEnumerable<Mark> Of(BenchResults results) =>
        [.. Throughput(results.Throughput), .. Failures(results.Failures), .. Latency(results.Latency), .. Idle(results.Idle)];

    private static IEnumerable<Mark> Throughput(List<ThroughputSample> samples)
    {
        yield return Ratio("BaseConsumer, 100 B", "tuned loop", 1.7, Rates(samples, Small, Contender.Batch, Contender.TunedLoop));
        yield return Ratio("BaseConsumer, 100 B", "bare native", 0.65, Rates(samples, Small, Contender.Batch, Contender.BareNative));
        yield return Ratio("BaseConsumer, 1000 B", "tuned loop", 1.4, Rates(samples, Large, Contender.Batch, Contender.TunedLoop));
        yield return Ratio("MessageConsumer, 100 B", "tuned loop", 1.35, Rates(samples, Small, Contender.Message, Contender.TunedLoop));
        yield return Ratio("BaseConsumer, 100 B", "default loop", 9, Rates(samples, Small, Contender.Batch, Contender.DefaultLoop));
        yield return Most("BaseConsumer, 100 B: allocated for a record", "B", 180, Allocated(samples, Contender.Batch));
        yield return Most("MessageConsumer, 100 B: allocated for a record", "B", 220, Allocated(samples, Contender.Message));
        yield return Most(
            "BaseConsumer, 100 B: CPU time of a record",
            "× tuned loop",
            1,
            ThroughputRatios.Of(Shape(samples, Small), Contender.Batch, Contender.TunedLoop, sample => sample.Measured.CpuNanosecondsPerRecord));
    }

    private static IEnumerable<Mark> Failures(List<FailureSample> samples)
    {
        foreach ((int every, double least) in new[] { (1_000, 0.8), (100, 0.4), (10, 0.08), (1, 0.012) })
        {
            yield return Ratio($"{FailureTables.ShareOf(every)} failing, letters exact", "none failing", least, FailureRatios.Of(samples, every, DispatchMethod.ProduceAsync));
        }
    }

    private static IEnumerable<Mark> Latency(List<LatencySample> samples)
    {
        yield return Most("added latency at half load, p99", "µs", 1_000, samples.Count == 0 ? null : LatencyTables.Added(samples, one => one.P99));
    }

    private static IEnumerable<Mark> Idle(List<IdleSample> samples)
    {
        bool isMeasured = samples.Count > 0;
        yield return Most("1,000 idle partitions", "% of a core", 1, isMeasured ? IdleTables.Of(samples, IdlePart.Many, one => one.CpuShare * 100) : null);
        yield return Most("1,000 idle partitions: memory above one", "MB", 100, isMeasured ? Above(samples, one => one.ResidentBytes / 1e6) : null);
        yield return Most("1,000 idle partitions: threads above one", "threads", 10, isMeasured ? Above(samples, one => one.Threads) : null);
    }

    private static Spread Above(List<IdleSample> samples, Func<IdleMeasured, double> figure)
    {
        double one = IdleTables.Of(samples, 1, figure).Median;
        return IdleTables.Of(samples, IdlePart.Many, measured => figure(measured) - one);
    }

    private static IEnumerable<ThroughputSample> Shape(IEnumerable<ThroughputSample> samples, int size) =>
        samples.Where(sample => sample.Size == size && sample.Partitions == Partitions);

    private static Spread? Rates(List<ThroughputSample> samples, int size, Contender contender, Contender yardstick) =>
        ThroughputRatios.Of(Shape(samples, size), contender, yardstick, sample => sample.Measured.Rate);

    private static Spread? Allocated(List<ThroughputSample> samples, Contender contender)
    {
        double[] figures = [.. Shape(samples, Small).Where(sample => sample.Contender == contender).Select(sample => sample.Measured.AllocatedPerRecord)];
        return figures.Length == 0 ? null : Spread.Of(figures);
    }

    private static Mark Ratio(string work, string yardstick, double least, Spread? found) =>
        new(work, $"at least {Text(least)} × {yardstick}", found is { } spread ? Figure.Ratio(spread) : null, found?.Median >= least);

    private static Mark Most(string work, string unit, double most, Spread? found) =>
        new(work, $"at most {Text(most)} {unit}", found is { } spread ? Figure.Short(spread) : null, found?.Median <= most);

    private static string Text(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
