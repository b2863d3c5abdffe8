namespace Kafka.Dlq.Reliability.Audit;

/// <summary>Where the records of a campaign lie, and who reads them.</summary>
internal sealed record CampaignTopics(string BootstrapServers, string Source, int Partitions, string Letters, string Group);
