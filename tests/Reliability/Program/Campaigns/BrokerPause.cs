namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>How often a fault was done, and how long the work took at most to go on in all partitions.</summary>
internal readonly record struct BrokerPause(BrokerFault Fault, int Count, TimeSpan Longest);
