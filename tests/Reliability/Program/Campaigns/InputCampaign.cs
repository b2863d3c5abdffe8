using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Whatever bytes come as payload, key and headers: no process crashes, and each record is handled or lies byte by byte in the dead letter topic.</summary>
internal sealed class InputCampaign : ICampaign
{
    private const string LargestRecord = "8388608";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public string Id => "R7";

    public string Title => "bad inputs: generated and mutated payloads, keys and headers, all 256 byte values, 1 MiB values, null everywhere";

    public string Promise => "no crash; each dead-lettered byte-identical or handled, once";

    public CampaignSettings Full { get; } = new() { Times = 10_000, Partitions = 4, Workers = 2 };

    public CampaignSettings Short { get; } = new() { Times = 300, Partitions = 4, Workers = 2 };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["records"] = 10_000 };

    public TimeSpan About => TimeSpan.FromMinutes(2);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await context.Broker.StartAsync();
        CampaignTopics topics = await context.CreateTopicsAsync(Id, ("max.message.bytes", LargestRecord));
        await using WorkerPool pool = new(context.Folder, slot => Settings(context, topics, slot));
        long written = await Task.Run(() => InputWriter.WriteAsync(topics, context.Settings, context.CancellationToken));
        for (int slot = 0; slot < context.Settings.Workers; slot++)
        {
            pool.Start(slot);
        }

        await pool.BeginsAsync(context.CancellationToken);
        await Wait.TryUntilAsync(() => IsDone(context, topics, pool, written), Deadline, context.CancellationToken);
        await pool.LeaveAllAsync();

        Balance balance = await Auditor.StrikeAsync(topics, pool.Ledgers);
        List<string> failures = [.. Verdicts.Failures(balance with { NotAsPlanted = 0 }, written), .. pool.Problems];
        failures.AddRange(Verdicts.Never(balance.Handled + balance.Lettered - balance.Records + balance.Unfinished + balance.Lost, "records were handled and lie in the dead letter topic too"));
        return new CampaignOutcome([.. Verdicts.Figures(balance), new("letters that are not byte-identical", balance.Altered), new("crashes", pool.Problems.Count)], failures, balance.Errors);
    }

    private static bool IsDone(CampaignContext context, CampaignTopics topics, WorkerPool pool, long written)
    {
        pool.Look();
        long lag = GroupOffsets.Lag(topics);
        context.Screen.Report(1 - ((double)lag / written), $"{lag:N0} of {written:N0} inputs are left");
        return lag == 0;
    }

    private static WorkerSettings Settings(CampaignContext context, CampaignTopics topics, int slot) => WorkerMix.Settings(context, topics, slot, isStatic: false) with
    {
        Backoff = TimeSpan.FromMilliseconds(1),
        MaxRetries = 1,
        Producer = new Dictionary<string, string> { ["message.max.bytes"] = LargestRecord },
    };
}
