using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Soak;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Steady work with 1 % failures for long; memory, handles, threads and lag are recorded from outside the processes.</summary>
internal sealed class SoakCampaign : ICampaign
{
    private const int Samples = 360;
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JudgedFrom = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(2);

    public string Id => "R8";

    public string Title => "soak with 1 % failures";

    public string Promise => "memory slope at most 1 % an hour; handles and threads flat; lost 0";

    public CampaignSettings Full { get; } = new() { Duration = TimeSpan.FromHours(1), Records = 3_600_000, Partitions = 6, Workers = 2 };

    public CampaignSettings Short { get; } = new() { Duration = TimeSpan.FromSeconds(5), Records = 2_500, Partitions = 6, Workers = 1 };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["duration"] = 1 };

    public TimeSpan About => TimeSpan.FromMinutes(63);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id);
        await using WorkerPool pool = new(context.Folder, slot => WorkerMix.Settings(context, topics, slot, isStatic: false) with { Work = TimeSpan.Zero });
        for (int slot = 0; slot < context.Settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        await pool.BeginsAsync(context.CancellationToken);
        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(context.Settings.Seed, PoisonPercent: 0.5, TransientPercent: 0.5));
        List<SoakSample> samples = await SoakAsync(context, topics, pool, source);
        await Wait.TryUntilAsync(() => GroupOffsets.Lag(topics) == 0, FinishDeadline, context.CancellationToken);
        await pool.LeaveAllAsync();
        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        string[] files = SoakFiles.Write(context.Output, Id, samples);
        return Verdict(context.Settings, samples, balance, source.Written, [.. pool.Problems], files);
    }

    private static async Task<List<SoakSample>> SoakAsync(CampaignContext context, CampaignTopics topics, WorkerPool pool, WorkSource source)
    {
        TimeSpan interval = TimeSpan.FromTicks(Math.Max(ShortestInterval.Ticks, context.Settings.Duration.Ticks / Samples));
        List<SoakSample> samples = [];
        long begin = Stopwatch.GetTimestamp();
        TimeSpan next = TimeSpan.Zero;
        for (TimeSpan elapsed = TimeSpan.Zero; elapsed < context.Settings.Duration; elapsed = Stopwatch.GetElapsedTime(begin))
        {
            long due = (long)(context.Settings.Records * (elapsed / context.Settings.Duration));
            await source.WriteAsync((int)(due - source.Written), context.CancellationToken);
            if (elapsed >= next)
            {
                next = elapsed + interval;
                long lag = await Task.Run(() => GroupOffsets.Lag(topics));
                samples.AddRange(pool.Running.Select(worker => SoakSample.Of(elapsed, worker, lag)));
                pool.Look();
                context.Screen.Report(elapsed / context.Settings.Duration, $"{source.Written:N0} records, lag {lag:N0}, {samples[^1].MemoryMiB:N0} MiB");
            }

            await Task.Delay(Slice, context.CancellationToken);
        }

        return samples;
    }

    private static CampaignOutcome Verdict(CampaignSettings settings, List<SoakSample> samples, Balance balance, long written, string[] problems, string[] files)
    {
        SoakTrend trend = SoakTrend.Of(samples);
        bool isJudged = settings.Duration >= JudgedFrom;
        return new CampaignOutcome(
            [
                new("duration", settings.Duration.TotalHours, "h"),
                .. isJudged ? [new("memory slope", trend.MemoryPercentPerHour, "% an hour", Together.Largest)] : (Figure[])[],
                new("memory at the end", trend.LastMemoryMiB, "MiB in a worker", Together.Largest),
                new("handles more at the end", trend.HandlesMore, "in a worker", Together.Largest),
                new("threads more at the end", trend.ThreadsMore, "in a worker", Together.Largest),
                new("largest lag", samples.Max(sample => sample.Lag), "records", Together.Largest),
                .. Verdicts.Figures(balance),
            ],
            [.. Verdicts.Failures(balance, written), .. problems, .. isJudged ? trend.Failures() : []],
            [.. balance.Errors, .. files.Select(file => $"recorded in {file}"), .. isJudged ? [] : (string[])[$"memory, handles and threads are judged from {JudgedFrom.TotalMinutes:0} minutes on"]]);
    }
}
