using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Results;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What all records need is down while they go on coming: the breaker holds them, and lets them go when it is back.</summary>
internal sealed class OutageCampaign : ICampaign
{
    // So few that those of ten minutes, which come at once behind the outage, stay below the cap of a minute.
    private const double PoisonPercent = 0.02;
    private const int MostInAMinute = 60;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FinishDeadline = TimeSpan.FromMinutes(8);

    public string Id => "R12";

    public string Title => "what all records need is down for 10 minutes at full rate, with a breaker";

    public string Promise => "letters of a worker in any minute at most its cap of 60; lost 0; normal rate within two probe intervals (10 s) after it is back";

    public CampaignSettings Full { get; } = new() { Duration = TimeSpan.FromMinutes(10), Times = 500, Workers = 2 };

    public CampaignSettings Short { get; } = new() { Duration = TimeSpan.FromSeconds(7), Times = 200, Workers = 2 };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["outage"] = TimeSpan.FromMinutes(10).TotalSeconds };

    public TimeSpan About => TimeSpan.FromMinutes(13);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id);
        string outage = Path.Combine(context.Folder, "down");
        await using WorkerPool pool = new(context.Folder, slot => Settings(context, topics, slot, outage));
        for (int slot = 0; slot < context.Settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        await pool.BeginsAsync(context.CancellationToken);
        using WorkSource source = new(topics.BootstrapServers, topics.Source, topics.Partitions, new FaultPlan(context.Settings.Seed, PoisonPercent, TransientPercent: 1));
        await source.WriteAsync(topics.Partitions, context.CancellationToken);
        await Wait.UntilAsync(() => GroupOffsets.Lag(topics) == 0, StartDeadline, () => "the first records are not done", context.CancellationToken);

        // All share the partitions by now. As long before as behind the outage, twenty seconds at most.
        TimeSpan aside = TimeSpan.FromSeconds(Math.Min(20, Math.Max(4, context.Settings.Duration.TotalSeconds / 2)));
        long normal = Stopwatch.GetTimestamp();
        await WriteAsync(context, pool, source, aside, "as ever");
        long from = Stopwatch.GetTimestamp();
        await File.WriteAllTextAsync(outage, "", context.CancellationToken);
        await WriteAsync(context, pool, source, context.Settings.Duration, "what all records need is down");
        File.Delete(outage);
        long to = Stopwatch.GetTimestamp();
        await WriteAsync(context, pool, source, aside + (2 * ProbeInterval), "it is back");

        await Wait.TryUntilAsync(() => GroupOffsets.Lag(topics) == 0, FinishDeadline, context.CancellationToken);
        await pool.LeaveAllAsync();
        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        OutageBook[] books = [.. pool.Ledgers.Select(ledger => OutageBook.Of(LedgerFile.Read(ledger), normal, from, to))];
        return Verdict(context.Settings, books, balance, source.Written, [.. pool.Problems]);
    }

    /// <summary>Writes at the rate of the campaign, whatever the workers do.</summary>
    private static async Task WriteAsync(CampaignContext context, WorkerPool pool, WorkSource source, TimeSpan duration, string what)
    {
        long begin = Stopwatch.GetTimestamp();
        long first = source.Written;
        for (TimeSpan elapsed = TimeSpan.Zero; elapsed < duration; elapsed = Stopwatch.GetElapsedTime(begin))
        {
            await source.WriteAsync((int)(first + (long)(elapsed.TotalSeconds * context.Settings.Times) - source.Written), context.CancellationToken);
            pool.Look();
            context.Screen.Report(elapsed / duration, $"{what}: {source.Written:N0} records");
            await Task.Delay(Slice, context.CancellationToken);
        }
    }

    private static WorkerSettings Settings(CampaignContext context, CampaignTopics topics, int slot, string outage) => WorkerMix.Settings(context, topics, slot, isStatic: false) with
    {
        Outage = outage,
        Breaker = new BreakerOptions { LettersPerMinute = MostInAMinute, ProbeInterval = ProbeInterval, DistinctKeys = 5 },
    };

    private static CampaignOutcome Verdict(CampaignSettings settings, OutageBook[] books, Balance balance, long written, string[] problems)
    {
        TimeSpan? recovery = books.All(book => book.Recovery is not null) ? books.Max(book => book.Recovery) : null;
        List<string> failures =
        [
            // A record that the outage had given up, within the cap, ends otherwise than planted; that is counted and not forbidden.
            .. Verdicts.Failures(balance with { NotAsPlanted = 0 }, written),
            .. Verdicts.Never(balance.Inversions, "records were handled for the first time behind a later one of their partition"),
            .. Verdicts.Never(books.Count(book => book.MostInAMinute > MostInAMinute), $"workers dispatched more than {MostInAMinute} letters within a minute"),
            .. Verdicts.Never(books.Count(book => book.NormalRate < 1), "workers had no records before the outage, so nothing is learned of them"),
            .. Verdicts.Never(Math.Max(0, balance.NotAsPlanted - books.Sum(book => book.Letters)), "records became letters that were not planted, and not in the outage"),
            .. recovery is null || recovery > 2 * ProbeInterval
                ? [FormattableString.Invariant($"The normal rate was {(recovery is { } late ? $"reached only {late.TotalSeconds:0.0} s" : "not reached")} after the outage, and {2 * ProbeInterval.TotalSeconds:0} s are promised.")]
                : (string[])[],
            .. problems,
        ];
        return new CampaignOutcome(
            [
                new("outage", settings.Duration.TotalSeconds, "s", Together.Largest),
                new("normal rate", books.Sum(book => book.NormalRate), "records/s", Together.Mean),
                new("handled in the outage", books.Sum(book => book.Handled)),
                new("letters in the outage", books.Sum(book => book.Letters)),
                new("of them not planted", balance.NotAsPlanted),
                new("letters of a worker in a minute, most", books.Max(book => book.MostInAMinute), Together: Together.Largest),
                new("normal rate after the outage", recovery?.TotalSeconds ?? -1, "s", Together.Largest),
                .. Verdicts.Figures(balance),
                new("inversions", balance.Inversions),
            ],
            failures,
            balance.Errors);
    }
}
