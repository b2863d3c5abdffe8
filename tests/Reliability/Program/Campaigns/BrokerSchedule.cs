using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Proxy;
using Kafka.Dlq.Reliability.Work;
using System.Diagnostics;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Does things to the leader of a partition, chosen by the seed, while there is work, and measures how long it takes until each partition goes on.</summary>
internal sealed class BrokerSchedule(CampaignContext context, Cluster cluster, CampaignTopics topics, WorkSource source, LedgerTail tail)
{
    private const int Narrow = 20_000;
    private const string OffsetsTopic = "__consumer_offsets";
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NetworkFaultLasts = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GoOnDeadline = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(context.Settings.Seed);
    private readonly Dictionary<BrokerFault, BrokerPause> _pauses = [];

    public IEnumerable<BrokerPause> Pauses => _pauses.Values;

    /// <summary>Writes records, does one fault while they are worked on, writes more, and waits until the cluster and the work are as before.</summary>
    public async Task DisturbAsync(BrokerFault fault, int records)
    {
        int victim = cluster.LeaderOf(topics.Source, _random.Next(topics.Partitions));
        await source.WriteAsync(records / 2, context.CancellationToken);
        TimeSpan pause = fault switch
        {
            BrokerFault.Kill => await KillAsync(victim, records / 2),
            BrokerFault.Freeze => await FreezeAsync(victim, records / 2),
            _ => await DisturbNetworkAsync(fault, cluster.Proxy(victim), records / 2),
        };
        _pauses[fault] = (_pauses.GetValueOrDefault(fault) with { Fault = fault }).And(pause);
        await HealAsync();
    }

    private async Task<TimeSpan> KillAsync(int victim, int records)
    {
        long begin = Stopwatch.GetTimestamp();
        cluster.Kill(victim);
        TimeSpan pause = await GoesOnAsync(begin, records);
        cluster.Launch(victim);
        return pause;
    }

    private async Task<TimeSpan> FreezeAsync(int victim, int records)
    {
        long begin = Stopwatch.GetTimestamp();
        cluster.Freeze(victim);
        try
        {
            Task<TimeSpan> goesOn = GoesOnAsync(begin, records);
            await Task.Delay(context.Settings.Freeze, context.CancellationToken);
            cluster.Thaw(victim);
            return await goesOn;
        }
        finally
        {
            cluster.Thaw(victim);
        }
    }

    // A leader that its clients cannot reach stays leader, so the work goes on when it can be reached again: the pause is counted from there.
    private async Task<TimeSpan> DisturbNetworkAsync(BrokerFault fault, TcpProxy proxy, int records)
    {
        Disturb(fault, proxy);
        Task writing = source.WriteAsync(records, context.CancellationToken);
        await Task.Delay(NetworkFaultLasts, context.CancellationToken);
        proxy.Disturbance.Mend();
        long begin = Stopwatch.GetTimestamp();
        await writing;
        return await GoesOnAsync(begin, 0);
    }

    private static void Disturb(BrokerFault fault, TcpProxy proxy)
    {
        switch (fault)
        {
            case BrokerFault.Cut:
                proxy.Disturbance.Cut();
                break;
            case BrokerFault.Latency:
                proxy.Disturbance.Latency = Late;
                break;
            case BrokerFault.Throttle:
                proxy.Disturbance.BytesPerSecond = Narrow;
                break;
            default:
                proxy.Reset();
                break;
        }
    }

    private async Task<TimeSpan> GoesOnAsync(long begin, int records)
    {
        await source.WriteAsync(records, context.CancellationToken);
        long last = (source.Written / topics.Partitions) - 1;
        await Wait.TryUntilAsync(() => tail.HasReached(last, topics.Partitions), GoOnDeadline, context.CancellationToken);
        return Stopwatch.GetElapsedTime(begin);
    }

    private async Task HealAsync()
    {
        await cluster.AnswersAsync();
        foreach (string topic in (string[])[topics.Source, topics.Letters, OffsetsTopic])
        {
            await cluster.HealsAsync(topic);
        }
    }
}
