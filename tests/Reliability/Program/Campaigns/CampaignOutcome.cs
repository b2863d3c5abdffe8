using Kafka.Dlq.Reliability.Results;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What a campaign found.</summary>
/// <param name="Figures">In the order in which they are printed.</param>
/// <param name="Failures">What must not be, in sentences; none when the promise was kept.</param>
/// <param name="Remarks">What a person may want to know besides.</param>
internal sealed record CampaignOutcome(IReadOnlyList<Figure> Figures, IReadOnlyList<string> Failures, IReadOnlyList<string> Remarks);
