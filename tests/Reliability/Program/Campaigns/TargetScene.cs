using Confluent.Kafka;
using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Proxy;
using Kafka.Dlq.Reliability.Work;
using Kafka.Dlq.Reliability.Workers;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>One fault of the target, with topics and a worker of its own: only partition 0 has messages that become letters.</summary>
internal sealed class TargetScene(CampaignContext context, TargetFault fault)
{
    private const double PoisonPercent = 10;
    private const string SmallerThanAnyLetter = "100";
    private const string Usual = "1048588";
    private static readonly TimeSpan AlarmDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoOnDeadline = TimeSpan.FromMinutes(2);

    // A letter costs three waits of the back-off: ten come in a second, and 2,500 are held back.
    private static readonly TimeSpan CatchUpDeadline = TimeSpan.FromMinutes(8);

    private readonly CampaignTopics _topics = context.NameTopics($"R5-{fault}", context.Broker.BootstrapServers);
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(context.Folder, fault.ToString())).FullName;
    private readonly List<string> _problems = [];

    public async Task<TargetFinding> RunAsync()
    {
        await using TcpProxy away = TcpProxy.To(PortOf(_topics.BootstrapServers));
        away.Disturbance.Cut();
        await PrepareAsync();
        await using WorkerPool pool = new(_folder, slot => Settings(slot, away));
        using WorkSource source = new(_topics.BootstrapServers, _topics.Source, _topics.Partitions, new FaultPlan(context.Settings.Seed, PoisonPercent, Every: _topics.Partitions));
        pool.Start((int)fault);
        await pool.BeginsAsync(context.CancellationToken);

        long begin = Stopwatch.GetTimestamp();
        await source.WriteAsync(context.Settings.Records, context.CancellationToken);
        await Wait.TryUntilAsync(() => Alarm(pool, begin) is not null, AlarmDeadline, context.CancellationToken);
        TimeSpan? alarm = Alarm(pool, begin);
        await HoldAsync(pool);
        long heldBack = Behind(0);

        await MendAsync(away);
        if (!await Wait.TryUntilAsync(() => GroupOffsets.Lag(_topics) == 0, CatchUpDeadline, context.CancellationToken))
        {
            _problems.Add($"{fault}: {CatchUpDeadline.TotalMinutes:0} minutes after the fault was mended not all records are done.");
        }

        await pool.LeaveAllAsync();
        Balance balance = await Auditor.StrikeAsync(_topics, pool.Ledgers);
        return new TargetFinding(fault, alarm, heldBack, source.Written, balance, [.. _problems, .. pool.Problems]);
    }

    private static TimeSpan? Alarm(WorkerPool pool, long begin)
    {
        long? stamp = pool.Ledgers.SelectMany(LedgerFile.Read)
            .Where(line => line.Kind == LedgerKind.Health && line.Stamp > begin && line.Text.StartsWith("Degraded", StringComparison.Ordinal))
            .Select(line => (long?)line.Stamp)
            .FirstOrDefault();
        return stamp is null ? null : Stopwatch.GetElapsedTime(begin, stamp.Value);
    }

    /// <summary>The port of the first broker.</summary>
    public static int PortOf(string bootstrapServers) => int.Parse(bootstrapServers.Split(',')[0].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private async Task PrepareAsync()
    {
        await TopicMaker.CreateAsync(_topics.BootstrapServers, _topics.Source, _topics.Partitions);
        if (fault == TargetFault.TooLarge)
        {
            await TopicMaker.CreateAsync(_topics.BootstrapServers, _topics.Letters, _topics.Partitions, ("max.message.bytes", SmallerThanAnyLetter));
        }
        else if (fault == TargetFault.ClusterAway)
        {
            await TopicMaker.CreateAsync(_topics.BootstrapServers, _topics.Letters, _topics.Partitions);
        }
    }

    private async Task HoldAsync(WorkerPool pool)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < context.Settings.Duration)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), context.CancellationToken);
            pool.Look();
            context.Screen.Report(Stopwatch.GetElapsedTime(begin) / context.Settings.Duration, "the dead letter topics stay away");
        }

        if (!await Wait.TryUntilAsync(() => Enumerable.Range(1, _topics.Partitions - 1).Sum(Behind) == 0, GoOnDeadline, context.CancellationToken))
        {
            _problems.Add($"{fault}: partitions without dead letters did not go on while partition 0 held.");
        }

        if (Behind(0) == 0)
        {
            _problems.Add($"{fault}: partition 0 was committed to its end, and its letters could not be delivered.");
        }
    }

    private long Behind(int partition)
    {
        TopicPartitionOffset committed = GroupOffsets.Read(_topics).Single(place => place.Partition.Value == partition);
        return (context.Settings.Records / _topics.Partitions) - Math.Max(0, committed.Offset.Value);
    }

    private async Task MendAsync(TcpProxy away)
    {
        switch (fault)
        {
            case TargetFault.Missing:
                await TopicMaker.CreateAsync(_topics.BootstrapServers, _topics.Letters, _topics.Partitions);
                break;
            case TargetFault.TooLarge:
                await TopicMaker.AlterAsync(_topics.BootstrapServers, _topics.Letters, "max.message.bytes", Usual);
                break;
            default:
                away.Disturbance.Mend();
                break;
        }
    }

    private WorkerSettings Settings(int slot, TcpProxy away) => WorkerMix.Settings(context, _topics, slot, isStatic: false) with
    {
        LetterCluster = fault == TargetFault.ClusterAway ? away.Address : null,
    };
}
