using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Proxy;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>
/// The cluster of the dead letters is away: letters go to the spool and their partitions go on, while the process is killed again and again; before every other kill the cluster is back for a moment, so
/// that some kills hit the drain. At the end it stays back, and every letter must be there, in the order of its partition.
/// </summary>
internal sealed class SpoolCampaign : ICampaign
{
    private const double PoisonPercent = 20;

    // What comes back for a moment should drain some letters and seldom all.
    private static readonly TimeSpan LongestGlimpse = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SpoolDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(5);

    public string Id => "R13";

    public string Title => "cluster of the dead letters away, letters spooled, SIGKILL meanwhile and while the spool is drained";

    public string Promise => "lost 0; all letters arrive, in the order of their partitions";

    public CampaignSettings Full { get; } = new() { Times = 50, Records = 50_000, Partitions = 4, Workers = 1 };

    public CampaignSettings Short { get; } = new() { Times = 2, Records = 600, Partitions = 2, Workers = 1 };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["kills"] = 50, ["records"] = 50_000 };

    public TimeSpan About => TimeSpan.FromMinutes(12);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id);
        await using TcpProxy away = TcpProxy.To(TargetScene.PortOf(topics.BootstrapServers));
        away.Disturbance.Cut();
        await using WorkerPool pool = new(context.Folder, slot => Settings(context, topics, slot, away));
        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(context.Settings.Seed, PoisonPercent));
        pool.Start(slot: 0);
        List<string> problems = [];
        Random random = new(context.Settings.Seed);
        await pool.BeginsAsync(context.CancellationToken);
        for (int kill = 0; kill < context.Settings.Times; kill++)
        {
            int slice = (int)(((long)context.Settings.Records * (kill + 1) / context.Settings.Times) - source.Written);
            await source.WriteAsync(slice, context.CancellationToken);
            long goal = Math.Max(1, (long)(slice * PoisonPercent / 100 * random.NextDouble()));
            if (!await Wait.TryUntilAsync(() => Look(pool) && (Spooled(pool.Running[0]) >= goal || GroupOffsets.Lag(topics) == 0), SpoolDeadline, context.CancellationToken))
            {
                problems.Add($"Within {SpoolDeadline.TotalMinutes:0} minutes {Spooled(pool.Running[0])} letters were spooled and not {goal}, although their cluster was away.");
            }

            await KillAsync(pool, away, glimpse: kill % 2 == 1 ? LongestGlimpse * random.NextDouble() : null, context.CancellationToken);
            context.Screen.Report((double)(kill + 1) / context.Settings.Times, $"{kill + 1:N0} of {context.Settings.Times:N0} kills, {source.Written:N0} records");
        }

        away.Disturbance.Mend();
        await Wait.TryUntilAsync(() => Look(pool) && GroupOffsets.Lag(topics) == 0 && LetterOrder.Of(topics).Letters >= Planted(context, source), FinishDeadline, context.CancellationToken);
        await pool.LeaveAllAsync();
        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        return Verdict(context, pool, balance, LetterOrder.Of(topics), source.Written, problems);
    }

    private static async Task KillAsync(WorkerPool pool, TcpProxy away, TimeSpan? glimpse, CancellationToken cancellationToken)
    {
        if (glimpse is { } time)
        {
            away.Disturbance.Mend();
            await Task.Delay(time, cancellationToken);
        }

        // A process that has seen the cluster knows its brokers' own addresses, so it is killed before the cluster goes again.
        pool.Replace(pool.Running[0]);
        away.Disturbance.Cut();
        away.Reset();
    }

    private static CampaignOutcome Verdict(CampaignContext context, WorkerPool pool, Balance balance, LetterOrder order, long written, IReadOnlyList<string> problems) => new(
        [
            new("kills", context.Settings.Times),
            .. Verdicts.Figures(balance),
            new("letters spooled", Spooled(pool.Ledgers)),
            new("letters out of order", order.Inversions),
            new("workers started", pool.Started),
        ],
        [
            .. Verdicts.Failures(balance, written),
            .. Verdicts.Never(order.Inversions, "letters came first before a letter of a lower offset of their partition"),
            .. problems,
            .. pool.Problems,
        ],
        balance.Errors);

    private static WorkerSettings Settings(CampaignContext context, CampaignTopics topics, int slot, TcpProxy away) => WorkerMix.Settings(context, topics, slot, isStatic: false) with
    {
        // What the producer has taken may arrive before a letter that failed, so order is promised for letters that are awaited.
        Dispatch = DispatchMethod.ProduceSync,
        LetterCluster = away.Address,
        SpoolDirectory = Path.Combine(context.Folder, $"spool-{slot}"),
    };

    private static bool Look(WorkerPool pool)
    {
        pool.Look();
        return true;
    }

    private static long Spooled(WorkerProcess worker) => Spooled([worker.Settings.Ledger]);

    // The ledger of a process that has just begun is not there yet.
    private static long Spooled(IEnumerable<string> ledgers) => ledgers.Where(File.Exists).SelectMany(LedgerFile.Read).Count(line => line.Kind == LedgerKind.Spooled);

    private static long Planted(CampaignContext context, WorkSource source)
    {
        FaultPlan plan = new(context.Settings.Seed, PoisonPercent);
        return Enumerable.Range(0, (int)source.Written).LongCount(number => plan.Of(number) is PlantedFault.Poison or PlantedFault.Unparsable);
    }
}
