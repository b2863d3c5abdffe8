using Kafka.Dlq.Benchmarks.Report;

namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>Where results go beside the screen.</summary>
/// <param name="Json">The file that keeps all samples; null for none.</param>
/// <param name="Report">The page that tables are written into; null for none.</param>
internal sealed record BenchOutput(string? Json, string? Report)
{
    /// <summary>Keeps what there is so far: after each part, so that a long run that fails late is not lost.</summary>
    public void SaveJson(BenchResults results)
    {
        if (Json is not null)
        {
            results.Save(Json);
        }
    }

    public void SaveReport(BenchResults results)
    {
        if (Report is not null)
        {
            PerformancePage.Write(results, Report);
        }
    }
}
