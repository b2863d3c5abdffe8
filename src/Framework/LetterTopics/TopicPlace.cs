namespace Kafka.Dlq.LetterTopics;

/// <summary>A topic and where it lives.</summary>
/// <param name="Cluster">The cluster's name; null for the host's own.</param>
/// <param name="Topic">The topic, or a pattern of topics that are read.</param>
internal readonly record struct TopicPlace(string? Cluster, string Topic);
