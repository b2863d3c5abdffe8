namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>All campaigns, in the order of the table of figures.</summary>
internal static class Catalog
{
    public static IReadOnlyList<ICampaign> All { get; } =
    [
        new MemberCampaign(new MemberPlan(
            "R1",
            "SIGKILL at random times, 1 % poison, 5 % transient",
            "lost 0; doubled within its bound; 0 doubled letters after dropping equal ids",
            Counted: "kills",
            IsStatic: true,
            [MemberAction.Kill],
            Full: new CampaignSettings { Times = 1_000, Records = 1_000_000 },
            Short: new CampaignSettings { Times = 8, Records = 4_000, Workers = 3 },
            About: TimeSpan.FromMinutes(35))),
        new LaterCampaign("R2", "SIGKILL at random times, transactional, read_committed", "lost 0, doubled letters 0", "transactions"),
    ];

    /// <summary>A campaign by its id, in either case; null when there is none.</summary>
    public static ICampaign? Find(string id) => All.FirstOrDefault(campaign => string.Equals(campaign.Id, id, StringComparison.OrdinalIgnoreCase));
}
