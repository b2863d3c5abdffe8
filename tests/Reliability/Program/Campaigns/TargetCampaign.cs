using Kafka.Dlq.Reliability.Audit;
using Kafka.Dlq.Reliability.Results;

namespace Kafka.Dlq.Reliability.Campaigns;

/// <summary>Dead letters that cannot be delivered: the partition holds, the others go on, health says so soon, and nothing is lost when the fault is mended.</summary>
internal sealed class TargetCampaign : ICampaign
{
    private static readonly TimeSpan LatestAlarm = TimeSpan.FromSeconds(10);

    public string Id => "R5";

    public string Title => "dead letter topic missing / too small for letters / cluster away";

    public string Promise => "lost 0; alarm (health degraded) within 10 s; other partitions go on";

    public CampaignSettings Full { get; } = new() { Records = 100_000, Partitions = 4, Workers = 1, Duration = TimeSpan.FromMinutes(10) };

    public CampaignSettings Short { get; } = new() { Records = 800, Partitions = 4, Workers = 1, Duration = TimeSpan.FromSeconds(2) };

    public IReadOnlyDictionary<string, double> Goals { get; } = new Dictionary<string, double> { ["hold"] = TimeSpan.FromMinutes(10).TotalSeconds };

    public TimeSpan About => TimeSpan.FromMinutes(12);

    public async Task<CampaignOutcome> RunAsync(CampaignContext context)
    {
        await context.Broker.StartAsync();
        TargetFault[] faults = Enum.GetValues<TargetFault>();
        TargetScene[] scenes = [.. faults.Select(fault => new TargetScene(context, fault))];
        TargetFinding[] findings = await Task.WhenAll(scenes.Select(scene => scene.RunAsync()));

        Balance balance = findings.Select(finding => finding.Balance).Aggregate((one, other) => one + other);
        List<string> failures = [.. Verdicts.Failures(balance, findings.Sum(finding => finding.Written)), .. findings.SelectMany(finding => finding.Problems)];
        failures.AddRange(findings.Where(finding => finding.Alarm is null || finding.Alarm > LatestAlarm).Select(finding =>
            FormattableString.Invariant($"{finding.Fault}: health was {(finding.Alarm is { } late ? $"degraded only after {late.TotalSeconds:0.0} s" : "never degraded")}, and {LatestAlarm.TotalSeconds:0} s are promised.")));
        return new CampaignOutcome(
            [
                .. findings.Select(finding => new Figure($"alarm, {finding.Fault}", finding.Alarm?.TotalSeconds ?? -1, "s", Together.Largest)),
                .. findings.Select(finding => new Figure($"records held back, {finding.Fault}", finding.HeldBack)),
                new("hold", context.Settings.Duration.TotalSeconds, "s", Together.Largest),
                .. Verdicts.Figures(balance),
            ],
            failures,
            balance.Errors);
    }
}
