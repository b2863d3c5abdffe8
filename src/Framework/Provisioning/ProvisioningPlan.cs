namespace Kafka.Dlq.Provisioning;

/// <summary>What there is to do about the topics.</summary>
internal sealed record ProvisioningPlan
{
    public IReadOnlyList<TopicCreation> Create { get; init; } = [];

    public IReadOnlyList<PartitionRaise> Raise { get; init; } = [];

    public IReadOnlyList<SettingsChange> Alter { get; init; } = [];

    /// <summary>What stops the start. With a fault, nothing of the plan is carried out.</summary>
    public IReadOnlyList<TopicFinding> Faults { get; init; } = [];

    /// <summary>What a person should know and does not stop the start.</summary>
    public IReadOnlyList<TopicFinding> Warnings { get; init; } = [];

    /// <summary>Whether anything is left to do about a topic.</summary>
    public bool Touches(string topic) =>
        Create.Any(creation => creation.Topic == topic) || Raise.Any(raise => raise.Topic == topic) || Alter.Any(change => change.Topic == topic);
}
