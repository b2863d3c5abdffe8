namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>What tells one <see cref="MemberCampaign"/> from another.</summary>
/// <param name="Counted">The name of the figure that counts its actions.</param>
/// <param name="IsStatic">Whether most workers are static members (KIP-345), so that one that starts again goes on at once.</param>
internal sealed record MemberPlan(string Id, string Title, string Promise, string Counted, bool IsStatic, MemberAction[] Actions, CampaignSettings Full, CampaignSettings Short, TimeSpan About)
{
    /// <summary>Whether a letter and the offset behind its message are committed in one transaction, so that no letter may lie there twice.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>How many of a hundred records kill the worker that handles them; with any, workers have a guard.</summary>
    public double KillerPercent { get; init; }

    /// <summary>How often a worker may die during a record before it is given up; null for no guard.</summary>
    public int? MaxCrashes { get; init; }
}
