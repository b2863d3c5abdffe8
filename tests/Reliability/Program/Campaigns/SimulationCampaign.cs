using Kafka.Dlq.Reliability.Brokers;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>The deterministic simulation of the engine: a program of its own, tests/Simulation, whose seeds are counted here with the other figures.</summary>
internal sealed partial class SimulationCampaign : ICampaign
{
    private const int LinesTold = 10;

    public string Id => "R9";

    public string Title => "deterministic simulation of the engine, a seed for each interleaving";

    public string Promise => "0 invariant violations over 100,000 seeds; a failing seed replays exactly";

    public CampaignSettings Full { get; } = new() { Times = 100_000 };

    public CampaignSettings Short { get; } = new() { Times = 100 };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["seeds"] = 100_000 };

    public TimeSpan About => TimeSpan.FromMinutes(30);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        string program = Program();
        if (!File.Exists(program))
        {
            throw new CannotRunException($"There is no {program}. Build tests/Simulation in the same configuration, or use ./prove, which does.");
        }

        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "simulate", "--seeds", $"{context.Settings.Times}", "--from", $"{context.Settings.Seed}"]) { RedirectStandardOutput = true })!;
        Queue<string> last = new();
        (long seeds, long violations) = (0, 0);
        while (await process.StandardOutput.ReadLineAsync(context.CancellationToken) is { } line)
        {
            Keep(last, line);
            if (Totals().Match(line) is { Success: true } totals)
            {
                (seeds, violations) = (Number(totals.Groups["seeds"]), Number(totals.Groups["violations"]));
                context.Screen.Report(Math.Min(1, (double)seeds / context.Settings.Times), line);
            }
        }

        await process.WaitForExitAsync(context.CancellationToken);
        return new CampaignOutcome(
            [new("seeds", seeds), new("violations", violations)],
            [.. Verdicts.Never(violations, "violations of invariants"), .. process.ExitCode == 0 ? [] : (string[])[$"The simulation ended with exit code {process.ExitCode}: {string.Join(Environment.NewLine, last)}"]],
            []);
    }

    private static void Keep(Queue<string> last, string line)
    {
        last.Enqueue(line);
        if (last.Count > LinesTold)
        {
            last.Dequeue();
        }
    }

    private static long Number(Group digits) => long.Parse(digits.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    // bin/<configuration>/<framework> of both programs agree.
    private static string Program()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(tests.FullName, "Simulation", "bin", framework.Parent.Name, framework.Name, "Kafka.Dlq.Tests.Simulation.dll");
    }

    // "1,000 seeds, 0 violation(s), ..." at the end, "500 of 1,000 seeds, 0 violation(s), ..." on the way.
    [GeneratedRegex(@"^(?<seeds>[\d,]+) (?:of [\d,]+ )?seeds, (?<violations>[\d,]+) violation")]
    private static partial Regex Totals();
}
