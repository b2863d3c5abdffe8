using System.Collections.Frozen;

namespace Kafka.Dlq.Provisioning;

/// <summary>Decides what to do about the topics; does nothing itself. For one plan.</summary>
internal sealed class ProvisioningPlanner
{
    private readonly IReadOnlyList<NeededTopic> _needed;
    private readonly IReadOnlyDictionary<string, TopicState> _cluster;
    private readonly TopicProvisioning _mode;
    private readonly string _servers;
    private readonly PartitionCounts _counts;
    private readonly List<TopicCreation> _create = [];
    private readonly List<PartitionRaise> _raise = [];
    private readonly List<SettingsChange> _alter = [];
    private readonly List<TopicFinding> _faults = [];
    private readonly List<TopicFinding> _warnings = [];

    private ProvisioningPlanner(IReadOnlyList<NeededTopic> needed, IReadOnlyDictionary<string, TopicState> cluster, TopicProvisioning mode, string servers)
    {
        _servers = servers;
        _needed = needed;
        _cluster = cluster;
        _mode = mode;
        _counts = new PartitionCounts(needed, cluster, raises: mode == TopicProvisioning.Align);
    }

    /// <summary>Compares what is needed with what is there.</summary>
    /// <param name="needed">The topics, each once.</param>
    /// <param name="cluster">Those that exist, with their settings where they are declared.</param>
    /// <param name="mode">What may be done.</param>
    /// <param name="servers">The addresses of the cluster, for the reader of the plan.</param>
    public static ProvisioningPlan Plan(IReadOnlyList<NeededTopic> needed, IReadOnlyDictionary<string, TopicState> cluster, TopicProvisioning mode, string servers) => mode switch
    {
        TopicProvisioning.None => Nothing(mode, servers),
        TopicProvisioning.Verify => new ProvisioningPlanner(needed, cluster, mode, servers).Plan() with { Aligning = Plan(needed, cluster, TopicProvisioning.Align, servers) },
        _ => new ProvisioningPlanner(needed, cluster, mode, servers).Plan(),
    };

    /// <summary>The plan where nothing is needed or nothing may be asked.</summary>
    public static ProvisioningPlan Nothing(TopicProvisioning mode, string servers) => new() { BootstrapServers = servers, Mode = mode };

    private ProvisioningPlan Plan()
    {
        foreach (NeededTopic topic in _needed)
        {
            Plan(topic);
        }

        return Nothing(_mode, _servers) with { Create = _create, Raise = _raise, Alter = _alter, Faults = _faults, Warnings = _warnings };
    }

    private void Plan(NeededTopic topic)
    {
        if (!_cluster.TryGetValue(topic.Name, out TopicState? state))
        {
            PlanMissing(topic);
        }
        else if (state.Problem is { } problem)
        {
            _faults.Add(new TopicFinding(topic.Name, topic.Why, "topic", problem, "a topic that this client may describe", "grant Describe and DescribeConfigs on it, or set options.Topics to None"));
        }
        else
        {
            PlanExisting(topic, state);
        }
    }

    private void PlanMissing(NeededTopic topic)
    {
        if (_mode == TopicProvisioning.Verify)
        {
            _faults.Add(new TopicFinding(topic.Name, topic.Why, "topic", "no such topic that this client may see", "the topic", "create it, or set options.Topics to CreateMissing"));
            return;
        }

        _create.Add(new TopicCreation(
            topic.Name,
            _counts.ToCreate(topic),
            topic.Declaration?.ReplicationFactor ?? topic.Template?.ReplicationFactor ?? TopicCreation.BrokerDefault,
            SettingsOf(topic)));
    }

    private static FrozenDictionary<string, string> SettingsOf(NeededTopic topic) =>
        (topic.Declaration?.Settings ?? FrozenDictionary<string, string>.Empty).Concat(topic.Template?.Settings ?? FrozenDictionary<string, string>.Empty)
            .DistinctBy(setting => setting.Key)
            .ToFrozenDictionary();

    private void PlanExisting(NeededTopic topic, TopicState state)
    {
        List<TopicDifference> differences = [.. TopicDifferences.Of(topic, state)];
        List<TopicDifference> changes = _mode == TopicProvisioning.Align ? [.. differences.Where(CanChange)] : [];
        foreach (TopicDifference difference in differences.Except(changes))
        {
            (Stops(difference) ? _faults : _warnings).Add(difference.Finding);
        }

        PlanChanges(topic, state, changes);
    }

    private void PlanChanges(NeededTopic topic, TopicState state, List<TopicDifference> changes)
    {
        if (changes.Exists(change => change.Kind == TopicDifferenceKind.TooFewPartitions))
        {
            _raise.Add(new PartitionRaise(topic.Name, state.Partitions, topic.Declaration!.Partitions!.Value));
        }

        List<string> settings = [.. changes.Where(change => change.Kind == TopicDifferenceKind.Setting).Select(change => change.Finding.Option)];
        if (settings.Count > 0)
        {
            _alter.Add(new SettingsChange(topic.Name, settings.ToFrozenDictionary(setting => setting, setting => topic.Declaration!.Settings[setting]))
            {
                Before = state.Settings.Where(found => settings.Contains(found.Key)).ToFrozenDictionary(),
            });
        }
    }

    private static bool CanChange(TopicDifference difference) => difference.Kind is TopicDifferenceKind.TooFewPartitions or TopicDifferenceKind.Setting;

    private bool Stops(TopicDifference difference) =>
        _mode == TopicProvisioning.Verify || (_mode == TopicProvisioning.Align && difference.Kind == TopicDifferenceKind.TooManyPartitions);
}
