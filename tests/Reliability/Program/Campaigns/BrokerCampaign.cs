using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Three brokers, of which one at a time is killed, frozen, or hard to reach.</summary>
internal sealed class BrokerCampaign : ICampaign
{
    private const int Brokers = 3;

    // What clients and brokers have when nobody chooses.
    private static readonly TimeSpan UsualSession = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(3);

    public string Id => "R4";

    public string Title => "three brokers: leader killed, frozen; its network cut, slow, narrow, reset";

    public string Promise => "lost 0; goes on within 2 x session timeout, 90 s with the clients' and the brokers' default of 45 s";

    public CampaignSettings Full { get; } = new() { Times = 50, Records = 300_000, Partitions = 6, Workers = 3 };

    public CampaignSettings Short { get; } = new() { Times = 1, Records = 1_200, Partitions = 6, Workers = 2, Freeze = TimeSpan.FromSeconds(3) };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { [Counted(BrokerFault.Kill)] = 50, [Counted(BrokerFault.Freeze)] = 50 };

    public TimeSpan About => TimeSpan.FromMinutes(80);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await using Cluster cluster = await Cluster.StartAsync(Brokers, Session(context.Settings));
        CampaignTopics topics = context.NameTopics(Id, cluster.BootstrapServers);
        await TopicMaker.CreateAsync(topics.BootstrapServers, topics.Source, topics.Partitions);
        await TopicMaker.CreateAsync(topics.BootstrapServers, topics.Letters, topics.Partitions);
        await using WorkerPool pool = new(context.Folder, slot => Settings(context, topics, slot));
        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(context.Settings.Seed));
        for (int slot = 0; slot < context.Settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        await pool.BeginsAsync(context.CancellationToken);
        BrokerSchedule schedule = new(context, cluster, topics, source, new LedgerTail(pool));
        await DisturbAsync(context, schedule, pool);
        await Wait.TryUntilAsync(() => GroupOffsets.Lag(topics) == 0, FinishDeadline, context.CancellationToken);
        await pool.LeaveAllAsync();
        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        return Verdict(Session(context.Settings) * 2, schedule, balance, source.Written, pool);
    }

    private static async Task DisturbAsync(CampaignContext context, BrokerSchedule schedule, WorkerPool pool)
    {
        BrokerFault[] faults = context.Settings.Faults is { Count: > 0 } chosen ? [.. chosen] : Enum.GetValues<BrokerFault>();
        int whole = context.Settings.Times * faults.Length;
        for (int done = 0; done < whole; done++)
        {
            await schedule.DisturbAsync(faults[done % faults.Length], context.Settings.Records / whole);
            pool.Look();
            context.Screen.Report((double)(done + 1) / whole, $"{done + 1:N0} of {whole:N0} faults");
        }
    }

    private static CampaignOutcome Verdict(TimeSpan limit, BrokerSchedule schedule, Balance balance, long written, WorkerPool pool)
    {
        List<string> failures = [.. Verdicts.Failures(balance, written), .. pool.Problems];
        failures.AddRange(schedule.Pauses.Where(pause => pause.Longest > limit).Select(pause =>
            FormattableString.Invariant($"{pause.Fault}: after it, a record took {pause.Longest.TotalSeconds:0.0} s to be handled; {limit.TotalSeconds:0} s are promised.")));
        failures.AddRange(Verdicts.Never(balance.Inversions, "records were handled first before a lower offset of their partition"));
        return new CampaignOutcome(
            [
                .. schedule.Pauses.Select(pause => new Figure(Counted(pause.Fault), pause.Count)),
                .. schedule.Pauses.Select(pause => new Figure($"goes on after {Name(pause.Fault)}, longest", pause.Longest.TotalSeconds, "s", Together.Largest)),
                .. schedule.Pauses.Select(pause => new Figure($"goes on after {Name(pause.Fault)}, mean", pause.Mean.TotalSeconds, "s", Together.Mean)),
                .. Verdicts.Figures(balance),
                new("inversions", balance.Inversions),
            ],
            failures,
            balance.Errors);
    }

    private static string Counted(BrokerFault fault) => $"times {Name(fault)}";

    private static string Name(BrokerFault fault) => fault.ToString().ToLowerInvariant();

    private static WorkerSettings Settings(CampaignContext context, CampaignTopics topics, int slot) =>
        new()
        {
            BootstrapServers = topics.BootstrapServers,
            Group = topics.Group,
            Topic = topics.Source,
            Letters = topics.Letters,
            Ledger = "",
            Kind = slot % 2 == 0 ? WorkerKind.Single : WorkerKind.Batch,
            Dispatch = slot % 2 == 0 ? DispatchMethod.ProduceAsync : DispatchMethod.ProduceSync,
            Fetching = slot % 3 == 0 ? FetchMode.Native : FetchMode.Managed,
            Sabotage = context.Settings.Sabotage,
            Kafka = Group(context.Settings, slot),
        };

    // Client defaults, so that what is measured is what everybody has who chooses nothing.
    private static Dictionary<string, string> Group(CampaignSettings settings, int slot)
    {
        Dictionary<string, string> kafka = new(settings.Kafka);
        if (settings.IsNewProtocol)
        {
            kafka["group.protocol"] = "consumer";
        }
        else if (settings.Session is { } session)
        {
            kafka["session.timeout.ms"] = session.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        }

        if (settings.IsStatic)
        {
            kafka["group.instance.id"] = $"place-{slot}";
        }

        return kafka;
    }

    private static TimeSpan Session(CampaignSettings settings) => settings.Session ?? UsualSession;
}
