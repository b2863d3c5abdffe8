using Kafka.Dlq.Reliability.Campaigns;
using Kafka.Dlq.Reliability.Results;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Reliability.Support;

/// <summary>A campaign in the program that <c>./prove</c> starts, seen from outside: what it wrote, and its exit code.</summary>
/// <param name="Result">What it left in the folder of results; null when nothing.</param>
internal sealed record CampaignProcess(int ExitCode, string Output, CampaignResult? Result)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Runs the short form on the broker of this run; skips the test where there is none.</summary>
    public static Task<CampaignProcess> RunShortAsync(CampaignBroker broker, string id, params IEnumerable<string> options)
    {
        Assert.SkipWhen(broker.BootstrapServers is null, "It needs a real broker: set KAFKA_BOOTSTRAP_SERVERS or KAFKA_HOME.");
        string[] session = broker.IsOwn ? ["--session", "00:00:02"] : [];
        return RunAsync(broker.BootstrapServers, [id, "--short", .. session, .. options]);
    }

    /// <summary>Runs the program.</summary>
    /// <param name="bootstrapServers">The cluster; null for none.</param>
    public static async Task<CampaignProcess> RunAsync(string? bootstrapServers, params IEnumerable<string> arguments)
    {
        DirectoryInfo results = Directory.CreateTempSubdirectory("kafka-dlq-results-");
        try
        {
            ProcessStartInfo start = new("dotnet", [typeof(Catalog).Assembly.Location, "run", .. arguments, "--results", results.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers ?? "";
            (int exitCode, string output) = await RunAsync(start);
            return new CampaignProcess(exitCode, output, new ResultFolder(results.FullName).Read().SingleOrDefault());
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    /// <summary>Fails the test, with all that the program wrote, unless the promise was kept.</summary>
    /// <returns>The figures by name.</returns>
    public IReadOnlyDictionary<string, double> KeptItsPromise()
    {
        Assert.True(ExitCode == 0 && Result is { Passed: true }, $"Exit code {ExitCode}:{Environment.NewLine}{Output}");
        return Result!.Figures.ToDictionary(figure => figure.Name, figure => figure.Value);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Deadline);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token);
            string errors = await process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output + errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
