using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Kafka.Dlq.Benchmarks.CommandLine;
using Kafka.Dlq.Benchmarks.Report;
using Perfolizer.Horology;

namespace Kafka.Dlq.Benchmarks.Inner;

/// <summary>The inner parts, by BenchmarkDotNet in this process: nothing is built or restored for it.</summary>
internal sealed class InnerPart(BenchSettings settings, Progress progress)
{
    private const int WarmUps = 3;
    private const int IterationMilliseconds = 200;
    private const int IterationsOfRound = 2;

    public List<InnerSample> Run()
    {
        DirectoryInfo artifacts = Directory.CreateTempSubdirectory("kafka-dlq-bench-inner-");
        try
        {
            progress.Tell("inner parts: BenchmarkDotNet");
            Summary summary = BenchmarkRunner.Run<InnerBenchmarks>(Config(artifacts.FullName));
            return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
                ? throw new BenchException($"BenchmarkDotNet could not measure: {string.Join(' ', summary.ValidationErrors.Select(error => error.Message))}")
                : [.. summary.Reports.Select(SampleOf)];
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    private ManualConfig Config(string artifacts)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps)
            .WithIterationCount(Math.Max(settings.Rounds, 2) * IterationsOfRound)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds));
        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
    }

    private static InnerSample SampleOf(BenchmarkReport report) => new(
        report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
        report.ResultStatistics!.Median,
        report.ResultStatistics.Min,
        report.ResultStatistics.Max,
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
}
