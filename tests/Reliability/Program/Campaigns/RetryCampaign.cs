using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>
/// Failing records wait in retry topics: first undisturbed, to see how late they are run, then while workers are killed. At the end all must be handled or lie in the dead letter topic with all their attempts.
/// </summary>
internal sealed class RetryCampaign : ICampaign
{
    private const int BytesOfLine = 20;
    private const int SlicesBehind = 5;
    private const int SessionsToWait = 5;
    private const int CalmSlices = 20;
    private const double MostLate = 250;

    // With fewer, the 99th of a hundred is hardly more than the last.
    private const int EnoughWaits = 500;

    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(3);

    public string Id => "R11";

    public string Title => "retry topics of 1 s and 2 s: a quarter of the records undisturbed, then SIGKILL at random times";

    public string Promise => "lost 0; no wait too short; each letter after 3 attempts; undisturbed, 99 of 100 waits at most 250 ms too long";

    public CampaignSettings Full { get; } = new() { Times = 100, Records = 60_000 };

    public CampaignSettings Short { get; } = new() { Times = 2, Records = 800, Workers = 2 };

    public IReadOnlyDictionary<string, double> Goals => new Dictionary<string, double> { ["kills"] = Full.Times, ["records"] = Full.Records };

    public TimeSpan About => TimeSpan.FromMinutes(6);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        CampaignSettings settings = context.Settings;
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id);
        CampaignTopics[] way = [topics, .. Delays.Select(delay => topics with { Source = string.Create(CultureInfo.InvariantCulture, $"{topics.Source}.{topics.Group}.retry.{delay.TotalSeconds}s") })];
        foreach (CampaignTopics retry in way.Skip(1))
        {
            await TopicMaker.CreateAsync(retry.BootstrapServers, retry.Source, retry.Partitions);
        }

        await using WorkerPool pool = new(context.Folder, slot => WorkerMix.Settings(context, topics, slot, isStatic: true) with { Kind = WorkerKind.Single, RetryTopics = Delays });
        Random random = new(settings.Seed);
        MemberSchedule schedule = new(pool, [MemberAction.Kill], settings.Workers, context.SessionTimeout, random);
        for (int slot = 0; slot < settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(settings.Seed));
        (long from, long to) calm = await GoOnCalmlyAsync(context, way, pool, source);
        await DisturbAsync(context, way, pool, schedule, source, random);
        await FinishAsync(context, way, pool);
        await pool.LeaveAllAsync();

        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        return Verdict(schedule, pool, balance, source.Written, Waits.Between(pool.Ledgers, calm.from, calm.to), Waits.Between(pool.Ledgers, 0, long.MaxValue), await Task.Run(() => WrongAttempts(topics)));
    }

    private static async Task<(long From, long To)> GoOnCalmlyAsync(CampaignContext context, CampaignTopics[] way, WorkerPool pool, WorkSource source)
    {
        int slice = Math.Max(1, context.Settings.Records / 4 / CalmSlices);
        await pool.BeginsAsync(context.CancellationToken);

        // The first slice finds its members still joining and their code not compiled.
        await source.WriteAsync(slice, context.CancellationToken);
        await FinishAsync(context, way, pool);
        long from = Stopwatch.GetTimestamp();
        for (int done = 1; done < CalmSlices; done++)
        {
            await source.WriteAsync(slice, context.CancellationToken);
            await Wait.TryUntilAsync(() => GroupOffsets.Lag(way[0]) < slice, FinishDeadline, context.CancellationToken);
            context.Screen.Report((double)done / CalmSlices / 4, $"undisturbed, {source.Written:N0} records");
        }

        await FinishAsync(context, way, pool);
        return (from, Stopwatch.GetTimestamp());
    }

    private static async Task DisturbAsync(CampaignContext context, CampaignTopics[] way, WorkerPool pool, MemberSchedule schedule, WorkSource source, Random random)
    {
        CampaignSettings settings = context.Settings;
        long before = source.Written;
        for (int done = 0; done < settings.Times; done++)
        {
            int slice = (int)(before + ((settings.Records - before) * (done + 1) / settings.Times) - source.Written);
            long goal = pool.LedgerLength + (long)(slice * random.NextDouble() * BytesOfLine);
            await source.WriteAsync(slice, context.CancellationToken);
            await Wait.TryUntilAsync(() => GroupOffsets.Lag(way[0]) < (long)slice * SlicesBehind, FinishDeadline, context.CancellationToken);
            await Wait.TryUntilAsync(() => pool.LedgerLength >= goal, context.SessionTimeout * SessionsToWait, context.CancellationToken);
            await schedule.ActAsync();
            pool.Look();
            context.Screen.Report(0.25 + (0.75 * (done + 1) / settings.Times), $"{done + 1:N0} of {settings.Times:N0} kills, {source.Written:N0} records");
        }
    }

    // In the order of the way: what has left a topic lies in the next one before it is committed.
    private static Task<bool> FinishAsync(CampaignContext context, CampaignTopics[] way, WorkerPool pool) => Wait.TryUntilAsync(
        () =>
        {
            pool.Look();
            return Array.TrueForAll(way, topic => GroupOffsets.Lag(topic) == 0);
        },
        FinishDeadline,
        context.CancellationToken);

    private static int WrongAttempts(CampaignTopics topics) => TopicScan.Read(topics.BootstrapServers, topics.Letters)
        .Count(letter => !letter.Message.Headers.TryGetLastBytes("dlq.attempts", out byte[] attempts) || !attempts.AsSpan().SequenceEqual("3"u8));

    private static CampaignOutcome Verdict(MemberSchedule schedule, WorkerPool pool, Balance balance, long written, Waits calm, Waits all, int wrongAttempts)
    {
        List<Figure> figures =
        [
            new("kills", schedule.Done(MemberAction.Kill)),
            .. Verdicts.Figures(balance),
            new("waits", all.Count),
            new("waits too short", all.Early),
            new("undisturbed waits", calm.Count),
            new("p50 too long by", calm.Percentile(50), "ms", Together.Mean),
            new("p99 too long by", calm.Percentile(99), "ms", Together.Largest),
            new("longest too long by", calm.Most, "ms", Together.Largest),
            new("p99 with kills too long by", all.Percentile(99), "ms", Together.Largest),
            new("letters after other than 3 attempts", wrongAttempts),
            new("workers started", pool.Started),
        ];
        List<string> failures = [.. Verdicts.Failures(balance, written), .. pool.Problems];
        failures.AddRange(Verdicts.Never(all.Early, "records that waited were run before they were due"));
        failures.AddRange(Verdicts.Never(wrongAttempts, "letters tell another number of attempts than 3"));
        if (all.Count == 0)
        {
            failures.Add("No record waited in a retry topic, so nothing was shown.");
        }

        if (calm.Count >= EnoughWaits && calm.Percentile(99) > MostLate)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"99 of 100 undisturbed waits were up to {calm.Percentile(99):0} ms too long; {MostLate} ms are promised."));
        }

        return new CampaignOutcome(figures, failures, balance.Errors);
    }
}
