using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using System.Globalization;

namespace Kafka.Dlq.Benchmarks.Inner;

/// <summary>A row for each inner part.</summary>
internal static class InnerTables
{
    public static IEnumerable<ReportTable> Of(IReadOnlyList<InnerSample> samples)
    {
        if (samples.Count > 0)
        {
            yield return new ReportTable(
                "Inner parts (BenchmarkDotNet, in process)",
                ["", "ns a call", "allocated B"],
                [.. samples.Select(sample => new[] { sample.Name, Figure.Tenths(new Spread(sample.Nanoseconds, sample.Least, sample.Most)), sample.AllocatedBytes.ToString("N0", CultureInfo.InvariantCulture) })]);
        }
    }
}
