namespace Kafka.Dlq.Provisioning;

/// <summary>A difference between a topic and its declaration.</summary>
/// <param name="Finding">The difference in words.</param>
/// <param name="Kind">Which.</param>
internal sealed record TopicDifference(TopicFinding Finding, TopicDifferenceKind Kind);
