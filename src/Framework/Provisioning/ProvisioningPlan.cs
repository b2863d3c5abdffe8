namespace Kafka.Dlq.Provisioning;

/// <summary>What there is to do about the topics of one cluster. Immutable; <see cref="ToString"/> reads as a plan.</summary>
public sealed record ProvisioningPlan
{
    /// <summary>The addresses of the cluster (<c>bootstrap.servers</c>).</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>What may be done. With <see cref="TopicProvisioning.Verify"/> nothing is, and <see cref="Aligning"/> tells what could be.</summary>
    public required TopicProvisioning Mode { get; init; }

    /// <summary>The topics to create.</summary>
    public IReadOnlyList<TopicCreation> Create { get; init; } = [];

    /// <summary>The topics to give more partitions. Partitions are never taken away: fewer declared than there are is one of <see cref="Faults"/>.</summary>
    public IReadOnlyList<PartitionRaise> Raise { get; init; } = [];

    /// <summary>The topics whose settings to alter.</summary>
    public IReadOnlyList<SettingsChange> Alter { get; init; } = [];

    /// <summary>What stops the start. With a fault, nothing of the plan is carried out.</summary>
    public IReadOnlyList<TopicFinding> Faults { get; init; } = [];

    /// <summary>What a person should know and does not stop the start.</summary>
    public IReadOnlyList<TopicFinding> Warnings { get; init; } = [];

    /// <summary>
    /// With <see cref="TopicProvisioning.Verify"/>, what <see cref="TopicProvisioning.Align"/> would do; its <see cref="Create"/> is what
    /// <see cref="TopicProvisioning.CreateMissing"/> would do. Null with other modes.
    /// </summary>
    public ProvisioningPlan? Aligning { get; init; }

    /// <summary>Whether there is nothing to change. Faults and warnings may be there all the same.</summary>
    public bool IsEmpty => Create.Count + Raise.Count + Alter.Count == 0;

    /// <summary>The plan in lines: the cluster, then each change, fault and warning.</summary>
    public override string ToString() => PlanText.Of(this);

    /// <summary>Whether anything is left to do about a topic.</summary>
    internal bool Touches(string topic) =>
        Create.Any(creation => creation.Topic == topic) || Raise.Any(raise => raise.Topic == topic) || Alter.Any(change => change.Topic == topic);
}
