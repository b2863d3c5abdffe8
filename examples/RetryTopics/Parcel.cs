namespace Kafka.Dlq.Examples.RetryTopics;

/// <summary>What lies in the parcels topic, as JSON.</summary>
internal sealed record Parcel(string Content, int FailingRuns);
