using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>
/// Records come in slices, and in the middle of each something happens to a worker. At the end all must be handled or lie in the dead letter topic, and be committed.
/// </summary>
internal sealed class MemberCampaign(MemberPlan plan) : ICampaign
{
    // At the least: a letter, a stamp of nanoseconds and a coordinate. With more, a slice could be handled to its end without the goal being reached.
    private const int BytesOfLine = 20;

    // Long enough for the group to miss a member, and for one that was killed in the middle of a rebalance to set it right. Mostly the work gets on, and there is no wait.
    private const int SessionsToWait = 5;

    // Workers that are killed faster than they work would leave all of it to the end.
    private const int SlicesBehind = 5;
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(5);

    public string Id => plan.Id;

    public string Title => plan.Title;

    public string Promise => plan.Promise;

    public CampaignSettings Full => plan.Full;

    public CampaignSettings Short => plan.Short;

    public IReadOnlyDictionary<string, double> Goals => new Dictionary<string, double> { [plan.Counted] = plan.Full.Times, ["records"] = plan.Full.Records };

    public TimeSpan About => plan.About;

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        CampaignSettings settings = context.Settings;
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id);
        Random random = new(settings.Seed);
        await using WorkerPool pool = new(context.Folder, SettingsOf) { MayDie = plan.MaxCrashes is not null };
        MemberSchedule schedule = new(pool, plan.Actions, settings.Workers, context.SessionTimeout, random);
        using OffsetWatch watch = new(topics);
        for (int slot = 0; slot < settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        long begin = Stopwatch.GetTimestamp();
        long written = await DisturbAsync(context, topics, pool, schedule, random);
        pool.ThawAll();
        await FinishAsync(context, topics, pool);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        await pool.LeaveAllAsync();
        watch.Stop();

        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        CrashBook? crashes = plan.MaxCrashes is { } most ? await Task.Run(() => CrashBook.Read(topics, pool.Ledgers, most)) : null;
        balance = balance with { NotAsPlanted = balance.NotAsPlanted - (crashes?.Excused ?? 0) };
        return Verdict(settings, schedule, pool, balance, crashes, watch, written, elapsed);

        WorkerSettings SettingsOf(int slot) =>
            WorkerMix.Settings(context, topics, slot, plan.IsStatic) with { IsTransactional = plan.IsTransactional, MaxCrashes = plan.MaxCrashes };
    }

    private async Task<long> DisturbAsync(CampaignContext context, CampaignTopics topics, WorkerPool pool, MemberSchedule schedule, Random random)
    {
        CampaignSettings settings = context.Settings;
        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(settings.Seed, KillerPercent: plan.KillerPercent));
        await pool.BeginsAsync(context.CancellationToken);
        for (int done = 0; done < settings.Times; done++)
        {
            int slice = (int)(((long)settings.Records * (done + 1) / settings.Times) - source.Written);
            long goal = pool.LedgerLength + (long)(slice * random.NextDouble() * BytesOfLine);
            await source.WriteAsync(slice, context.CancellationToken);
            await Wait.TryUntilAsync(() => Looked(pool, () => GroupOffsets.Lag(topics) < (long)slice * SlicesBehind), FinishDeadline, context.CancellationToken);
            await Wait.TryUntilAsync(() => Looked(pool, () => pool.LedgerLength >= goal), context.SessionTimeout * SessionsToWait, context.CancellationToken);
            await schedule.ActAsync();
            pool.Look();
            context.Screen.Report((double)(done + 1) / settings.Times, $"{done + 1:N0} of {settings.Times:N0} actions, {source.Written:N0} records");
        }

        return source.Written;
    }

    private static async Task FinishAsync(CampaignContext context, CampaignTopics topics, WorkerPool pool)
    {
        await Wait.TryUntilAsync(() => Looked(pool, () => GroupOffsets.Lag(topics) == 0), FinishDeadline, context.CancellationToken);
    }

    // Those that died are missed and replaced while it is waited for their work.
    private static bool Looked(WorkerPool pool, Func<bool> isDone)
    {
        pool.Look();
        return isDone();
    }

    private CampaignOutcome Verdict(CampaignSettings settings, MemberSchedule schedule, WorkerPool pool, Balance balance, CrashBook? crashes, OffsetWatch watch, long written, TimeSpan elapsed)
    {
        long bound = DoubledBound.Of(pool.Ledgers, schedule.Done(MemberAction.Kill) + (crashes?.Crashes ?? 0), WorkerMix.CommitInterval(settings));
        List<Figure> figures =
        [
            new(plan.Counted, plan.Actions.Distinct().Sum(schedule.Done)),
            .. plan.Actions.Distinct().Count() > 1 ? plan.Actions.Distinct().Select(action => new Figure($"of these: {action.ToString().ToLowerInvariant()}", schedule.Done(action))) : [],
            .. crashes?.Figures ?? [],
            .. Verdicts.Figures(balance),
            new("bound of doubled", bound),
            new("inversions", balance.Inversions),
            new("marks after a revoke", balance.MarksAfterRevoke),
            new("committed offsets that went back", watch.Regressions),
            new("workers started", pool.Started),
            new("rate", balance.Records / elapsed.TotalSeconds, "records/s", Together.Mean),
        ];
        List<string> failures = [.. Verdicts.Failures(balance, written), .. pool.Problems, .. crashes?.Failures ?? []];
        failures.AddRange(Verdicts.Never(balance.Inversions, "records were handled first before a lower offset of their partition"));
        failures.AddRange(Verdicts.Never(balance.MarksAfterRevoke, "marks were taken although the partition was revoked before"));
        failures.AddRange(Verdicts.Never(watch.Regressions, "times a committed offset went back"));
        failures.AddRange(Verdicts.Never(plan.IsTransactional ? balance.DoubledLetters : 0, "letters lie in the dead letter topic more than once for a reader of what is committed"));
        if (balance.Doubled > bound)
        {
            failures.Add($"{balance.Doubled:N0} records were handled again, more than the bound of {bound:N0}.");
        }

        return new CampaignOutcome(figures, failures, balance.Errors);
    }
}
