using Confluent.Kafka;

namespace Kafka.Dlq.Provisioning;

/// <summary>Reads the cluster's topics, plans, and carries the plan out. Any number of hosts may do so at the same moment.</summary>
internal sealed class TopicProvisioner(IClusterTopics cluster)
{
    /// <summary>Says what there is to do, and does nothing.</summary>
    /// <param name="wanted">What is wanted, for which reasons; patterns are skipped.</param>
    /// <param name="mode">What may be done; with <see cref="TopicProvisioning.None"/> the cluster is not asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BrokerUnreachableException">The cluster did not answer; trying again is safe.</exception>
    public Task<ProvisioningPlan> PlanAsync(IEnumerable<WantedTopic> wanted, TopicProvisioning mode, CancellationToken cancellationToken) =>
        PlanAsync(NeededTopic.Merge(wanted), mode, cancellationToken);

    /// <summary>Makes the topics what a plan says, or says why not.</summary>
    /// <param name="plan">What to do; with a fault nothing is done.</param>
    /// <param name="wanted">What the plan was made for.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent to the broker may still happen.</param>
    /// <exception cref="TopicProvisioningException">Something is wrong or was refused; lists every fault.</exception>
    /// <exception cref="BrokerUnreachableException">The cluster did not answer; trying again is safe.</exception>
    public async Task CarryOutAsync(ProvisioningPlan plan, IEnumerable<WantedTopic> wanted, CancellationToken cancellationToken)
    {
        TopicProvisioningException.ThrowIfAny(plan.Faults);
        IReadOnlyList<ChangeRefusal> refusals = await ApplyAsync(plan, cancellationToken);
        if (refusals.Count > 0)
        {
            await JudgeAsync(refusals, NeededTopic.Merge(wanted), plan.Mode, cancellationToken);
        }
    }

    private async Task<ProvisioningPlan> PlanAsync(IReadOnlyList<NeededTopic> needed, TopicProvisioning mode, CancellationToken cancellationToken)
    {
        if (mode == TopicProvisioning.None || needed.Count == 0)
        {
            return ProvisioningPlanner.Nothing(mode, cluster.BootstrapServers);
        }

        HashSet<string> withSettings = [.. needed.Where(topic => topic.Declaration is { Settings.Count: > 0 }).Select(topic => topic.Name)];
        IReadOnlyDictionary<string, TopicState> topics = await cluster.ReadAsync([.. needed.Select(topic => topic.Name)], withSettings, cancellationToken);
        return ProvisioningPlanner.Plan(needed, topics, mode, cluster.BootstrapServers);
    }

    private async Task<IReadOnlyList<ChangeRefusal>> ApplyAsync(ProvisioningPlan plan, CancellationToken cancellationToken) =>
    [
        .. plan.Create.Count > 0 ? await cluster.CreateAsync(plan.Create, cancellationToken) : [],
        .. plan.Raise.Count > 0 ? await cluster.RaiseAsync(plan.Raise, cancellationToken) : [],
        .. plan.Alter.Count > 0 ? await cluster.AlterAsync(plan.Alter, cancellationToken) : [],
    ];

    /// <summary>
    /// A change may be made although it was refused: by the broker, when only its answer came too late, or by a second host that started at the same moment.
    /// So a refusal counts only while the topic still needs the change.
    /// </summary>
    private async Task JudgeAsync(IReadOnlyList<ChangeRefusal> refusals, IReadOnlyList<NeededTopic> needed, TopicProvisioning mode, CancellationToken cancellationToken)
    {
        ProvisioningPlan left = await PlanAsync(needed, mode, cancellationToken);
        List<ChangeRefusal> standing = [.. refusals.Where(refusal => left.Touches(refusal.Topic))];
        if (standing.Count > 0 && standing.TrueForAll(refusal => MayPass(refusal.Error)))
        {
            throw new BrokerUnreachableException(cluster.BootstrapServers, string.Join(", ", standing.Select(refusal => $"topic '{refusal.Topic}': {refusal.Error.Reason}")));
        }

        Dictionary<string, string> why = needed.ToDictionary(topic => topic.Name, topic => topic.Why);
        TopicProvisioningException.ThrowIfAny([.. standing.Select(refusal => Fault(refusal, why[refusal.Topic]))]);
    }

    private static TopicFinding Fault(ChangeRefusal refusal, string why) => new(
        refusal.Topic,
        why,
        refusal.Option,
        $"the broker's refusal: {refusal.Error.Reason} ({refusal.Error.Code})",
        "the change that the declaration asks for",
        "change the declaration, grant Create, Alter and AlterConfigs, or make the change with Kafka's own tools");

    private static bool MayPass(Error error) => error.Code is ErrorCode.RequestTimedOut or ErrorCode.NotController or ErrorCode.LeaderNotAvailable;
}
