using Kafka.Dlq.Provisioning;

namespace Kafka.Dlq;

/// <summary>What there is to do about the topics of a host's routes, on every cluster they live on. Immutable; <see cref="ToString"/> reads as a plan.</summary>
/// <param name="Clusters">The plan for each cluster, the host's own first; without the clusters on which nothing is needed.</param>
public sealed record TopicPlan(IReadOnlyList<ProvisioningPlan> Clusters)
{
    /// <summary>Whether there is nothing to change. Faults and warnings may be there all the same.</summary>
    public bool IsEmpty => Clusters.All(cluster => cluster.IsEmpty);

    /// <summary>What stops the start, on all clusters. With a fault, nothing of the plan is carried out on any of them.</summary>
    public IReadOnlyList<TopicFinding> Faults => [.. Clusters.SelectMany(cluster => cluster.Faults)];

    /// <summary>What a person should know and does not stop the start, on all clusters.</summary>
    public IReadOnlyList<TopicFinding> Warnings => [.. Clusters.SelectMany(cluster => cluster.Warnings)];

    /// <summary>The plan in lines, cluster by cluster.</summary>
    public override string ToString() => Clusters.Count == 0 ? "Topics: none is needed, or options.Topics is None." : string.Join(Environment.NewLine, Clusters);
}
