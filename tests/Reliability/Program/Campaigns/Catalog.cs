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
            Short: new CampaignSettings { Times = 5, Records = 2_500, Workers = 3 },
            About: TimeSpan.FromMinutes(35))),
        new MemberCampaign(new MemberPlan(
            "R2",
            "SIGKILL at random times, transactional, read_committed",
            "lost 0, doubled letters 0",
            Counted: "kills",
            IsStatic: true,
            [MemberAction.Kill],
            Full: new CampaignSettings { Times = 200, Records = 200_000 },
            Short: new CampaignSettings { Times = 5, Records = 2_500, Workers = 3 },
            About: TimeSpan.FromMinutes(10)) { IsTransactional = true }),
        new MemberCampaign(new MemberPlan(
            "R3",
            "order while workers are killed, frozen beyond their sessions, join and leave",
            "per partition 0 inversions between first handlings; lost 0",
            Counted: "disturbances",
            IsStatic: false,
            [MemberAction.Kill, MemberAction.Freeze, MemberAction.Join, MemberAction.Leave],
            Full: new CampaignSettings { Times = 200, Records = 400_000 },
            Short: new CampaignSettings { Times = 4, Records = 2_000, Workers = 3 },
            About: TimeSpan.FromMinutes(20))),
        new BrokerCampaign(),
        new TargetCampaign(),
        new MemberCampaign(new MemberPlan(
            "R6",
            "joins and leaves during retries, waits and dispatches",
            "lost 0; no mark from a revoked epoch",
            Counted: "joins and leaves",
            IsStatic: false,
            [MemberAction.Join, MemberAction.Leave],
            Full: new CampaignSettings { Times = 500, Records = 500_000 },
            Short: new CampaignSettings { Times = 4, Records = 2_000, Workers = 3 },
            About: TimeSpan.FromMinutes(20))),
        new InputCampaign(),
        new SoakCampaign(),
        new SimulationCampaign(),
        new MemberCampaign(new MemberPlan(
            "R10",
            "records that kill the process that handles them, besides SIGKILL at random times",
            "lost 0; a letter for each of them, and for a healthy record only where as many SIGKILLs met it; at most 4 crashes for each, and one more for each revoke",
            Counted: "kills",
            IsStatic: true,
            [MemberAction.Kill],
            Full: new CampaignSettings { Times = 200, Records = 200_000 },
            Short: new CampaignSettings { Times = 1, Records = 300, Partitions = 4, Workers = 2, Seed = 5 },
            About: TimeSpan.FromMinutes(20)) { KillerPercent = 0.1, MaxCrashes = 3 }),
        new RetryCampaign(),
        new OutageCampaign(),
    ];

    /// <summary>A campaign by its id, in either case; null when there is none.</summary>
    public static ICampaign? Find(string id) => All.FirstOrDefault(campaign => string.Equals(campaign.Id, id, StringComparison.OrdinalIgnoreCase));
}
