using Kafka.Dlq.Reliability.Audit;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What one scene of the target campaign showed.</summary>
/// <param name="Alarm">How long after the first record was written health became degraded; null when it never did.</param>
/// <param name="HeldBack">How many records of the holding partition waited when the fault was mended.</param>
/// <param name="Written">How many records were acknowledged to the scene.</param>
internal sealed record TargetFinding(TargetFault Fault, TimeSpan? Alarm, long HeldBack, long Written, Balance Balance, IReadOnlyList<string> Problems);
