using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>A row for each share of failing records.</summary>
internal static class FailureTables
{
    public static string ShareOf(int every) => every == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{100.0 / every:0.##} %");

    public static IEnumerable<ReportTable> Of(IReadOnlyList<FailureSample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                "Failing messages: 100 B, 6 partitions, 2 retries without a wait, then an acknowledged letter",
                ["failing", "dispatch", "records", "records/s", "× none failing", "letters", "CPU µs/record", "peak MB"],
                [.. samples.GroupBy(sample => (sample.Dispatch, sample.Records, sample.Every)).OrderBy(group => group.Key.Dispatch).ThenByDescending(group => group.Key.Records).ThenByDescending(group => group.Key.Every == 0 ? int.MaxValue : group.Key.Every).Select(group => Row([.. group], samples))]);
        }
    }

    private static string[] Row(List<FailureSample> own, IReadOnlyList<FailureSample> all)
    {
        FailureSample one = own[0];
        return
        [
            ShareOf(one.Every),
            one.Every == 0 ? "" : one.Dispatch.ToString(),
            one.Records.ToString("N0", CultureInfo.InvariantCulture),
            Figure.Thousands(Spread.Of(own.Select(sample => sample.Measured.Rate))),
            one.Every > 0 && FailureRatios.Of(all, one.Every, one.Dispatch) is { } ratio ? Figure.Ratio(ratio) : "",
            one.Measured.Letters.ToString("N0", CultureInfo.InvariantCulture),
            Figure.Tenths(Spread.Of(own.Select(sample => sample.Measured.Handled.CpuNanosecondsPerRecord / 1_000))),
            Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.Handled.PeakBytes / 1e6))),
        ];
    }
}
