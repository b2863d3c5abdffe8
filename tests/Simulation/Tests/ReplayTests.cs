using Kafka.Dlq.Tests.Simulation.Runs;
using System.Diagnostics;

namespace Kafka.Dlq.Tests.Simulation.Tests;

/// <summary>A seed decides everything: a run can be had again, step for step.</summary>
public sealed class ReplayTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Seed_gives_the_same_trace_again(int seed)
    {
        Outcome first = SimulatedRun.Run(seed, isTraced: true);
        Outcome second = SimulatedRun.Run(seed, isTraced: true);

        Assert.NotEmpty(first.Trace);
        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Looking_on_changes_nothing(int seed) =>
        Assert.Equal(SimulatedRun.Run(seed, isTraced: true).Digest, SimulatedRun.Run(seed).Digest);

    [Fact]
    public void Another_seed_gives_another_run() =>
        Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => SimulatedRun.Run(seed).Digest).Distinct().Count());

    [Theory]
    [InlineData(2)]
    [InlineData(92)]
    [InlineData(169)]
    public async Task Another_process_gives_the_same_trace(int seed)
    {
        Assert.Equal(await PrintAsync(seed), await PrintAsync(seed));
    }

    [Fact]
    public async Task A_failing_seed_fails_alike_when_it_is_replayed()
    {
        Outcome failing = Enumerable.Range(1, 40).Select(seed => SimulatedRun.Run(seed, Mutation.FalseReports)).First(outcome => outcome.Violation is not null);

        Assert.Contains(failing.Violation!, await PrintAsync(failing.Seed, "--mutate", nameof(Mutation.FalseReports)), StringComparison.Ordinal);
    }

    private static async Task<string> PrintAsync(int seed, params string[] more)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(ReplayTests).Assembly.Location, "simulate", "--seed", $"{seed}", "--trace", .. more])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("digest", printed, StringComparison.Ordinal);
        return printed;
    }
}
