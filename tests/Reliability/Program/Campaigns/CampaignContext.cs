using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Brokers;
using Kafka.Dlq.Reliability.Screen;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What a campaign is given to run with.</summary>
/// <param name="Folder">For ledgers and the like; of this run alone.</param>
/// <param name="Output">Where files that a person may want are left.</param>
internal sealed record CampaignContext(CampaignSettings Settings, BrokerLease Broker, string Folder, string Output, IScreen Screen, CancellationToken CancellationToken)
{
    /// <summary>How long a member may be silent before its group goes on without it.</summary>
    public TimeSpan SessionTimeout => Settings.Session ?? Broker.SessionTimeout;

    /// <summary>Creates a source topic and a dead letter topic of this run's own.</summary>
    public async Task<CampaignTopics> CreateTopicsAsync(string id, params (string Key, string Value)[] settings)
    {
        CampaignTopics topics = NameTopics(id, Broker.BootstrapServers);
        await TopicMaker.CreateAsync(topics.BootstrapServers, topics.Source, topics.Partitions, settings);
        await TopicMaker.CreateAsync(topics.BootstrapServers, topics.Letters, topics.Partitions, settings);
        return topics;
    }

    /// <summary>Names that no other run uses.</summary>
    public CampaignTopics NameTopics(string id, string bootstrapServers)
    {
        string name = $"prove-{id}-{Guid.NewGuid().ToString("N")[..8]}";
        return new CampaignTopics(bootstrapServers, name, Settings.Partitions, $"{name}.dlq", $"{name}.group");
    }
}
