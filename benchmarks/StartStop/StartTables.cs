using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>The loop and ours.</summary>
internal static class StartTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<StartSample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                "Start and stop in a fresh process, ms",
                ["", "start to first record", "stop"],
                [.. samples.GroupBy(sample => sample.IsOurs).OrderBy(group => group.Key).Select(group => Row([.. group]))]);
        }
    }

    private static string[] Row(List<StartSample> own) =>
    [
        own[0].IsOurs ? "host with a MessageConsumer" : "tuned loop",
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.StartMilliseconds))),
        Figure.Whole(Spread.Of(own.Select(sample => sample.Measured.StopMilliseconds))),
    ];
}
