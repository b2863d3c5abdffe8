using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Workers;
using System.Globalization;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Gives each place of a pool another way of using the framework, so that a campaign sees all of them together.</summary>
internal static class WorkerMix
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SabotagedInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SabotagedWork = TimeSpan.FromMilliseconds(40);

    public static TimeSpan CommitInterval(CampaignSettings settings) => settings.Sabotage == Sabotage.None ? UsualInterval : SabotagedInterval;

    /// <param name="isStatic">Whether all but the first place are static members.</param>
    public static WorkerSettings Settings(CampaignContext context, CampaignTopics topics, int slot, bool isStatic)
    {
        WorkerSettings usual = new()
        {
            BootstrapServers = topics.BootstrapServers,
            Group = topics.Group,
            Topic = topics.Source,
            Letters = topics.Letters,
            Ledger = "",
            Kind = slot % 2 == 0 ? WorkerKind.Single : WorkerKind.Batch,
            Dispatch = slot % 4 < 2 ? DispatchMethod.ProduceAsync : DispatchMethod.ProduceSync,
            Fetching = slot % 3 == 0 ? FetchMode.Native : FetchMode.Managed,
            CommitInterval = CommitInterval(context.Settings),
            Sabotage = context.Settings.Sabotage,
            Kafka = Group(context, slot, isStatic),
        };
        return context.Settings.Sabotage == Sabotage.None ? usual : usual with { Work = SabotagedWork };
    }

    private static Dictionary<string, string> Group(CampaignContext context, int slot, bool isStatic)
    {
        Dictionary<string, string> settings = [];
        if (context.Settings.IsNewProtocol)
        {
            settings["group.protocol"] = "consumer";
            return settings;
        }

        settings["session.timeout.ms"] = context.SessionTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        settings["heartbeat.interval.ms"] = "500";
        if (isStatic && slot > 0)
        {
            settings["group.instance.id"] = $"place-{slot}";
        }

        return settings;
    }
}
