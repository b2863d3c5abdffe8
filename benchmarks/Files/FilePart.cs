using Kafka.Dlq.Benchmarks.Measuring;
using Kafka.Dlq.Benchmarks.Report;
using Kafka.Dlq.Files;

namespace Kafka.Dlq.Benchmarks.Files;

/// <summary>Measures the dead letter files: everything once in each round, so that what the disk does meanwhile hits all alike.</summary>
internal sealed class FilePart(FileSettings settings, Progress progress)
{
    private const int ManyCallers = 100;
    private static readonly int[] Sizes = [100, 1000, 10_000];

    public async Task<ReportTable> RunAsync()
    {
        List<FileSample> samples = [];
        Directory.CreateDirectory(settings.Directory);
        await RoundAsync([]);
        for (int round = 1; round <= settings.Rounds; round++)
        {
            progress.Tell($"files: round {round} of {settings.Rounds}");
            await RoundAsync(samples);
        }

        return TableOf(samples);
    }

    // The first round's samples are thrown away: code is compiled in it.
    private async Task RoundAsync(List<FileSample> samples)
    {
        foreach (int size in Sizes)
        {
            FileMeasurement measurement = new(settings, size);
            samples.Add(measurement.Bare());
            foreach (SyncPolicy policy in Enum.GetValues<SyncPolicy>())
            {
                samples.AddRange(await measurement.WriteAndReadAsync(policy, callers: 1));
                samples.AddRange(await measurement.WriteAndReadAsync(policy, ManyCallers));
            }
        }
    }

    private static ReportTable TableOf(List<FileSample> samples) => new(
        "Entries a second",
        ["", .. Sizes.Select(size => $"value of {size:N0} B")],
        [.. samples.GroupBy(sample => sample.Row, StringComparer.Ordinal).Select(row => (string[])[row.Key, .. Sizes.Select(size => Figure.Whole(SpreadOf(row, size)))])]);

    private static Spread SpreadOf(IEnumerable<FileSample> row, int size) => Spread.Of(row.Where(sample => sample.ValueBytes == size).Select(sample => sample.PerSecond));
}
