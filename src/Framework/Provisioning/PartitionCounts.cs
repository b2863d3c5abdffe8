using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Provisioning;

/// <summary>How many partitions topics have once a plan is carried out.</summary>
internal sealed class PartitionCounts(IEnumerable<NeededTopic> needed, IReadOnlyDictionary<string, TopicState> cluster, bool raises)
{
    private readonly Dictionary<string, NeededTopic> _needed = needed.ToDictionary(topic => topic.Name);

    /// <summary>The number to create a missing topic with: as declared; otherwise, for a target of dead letters, that of its largest source, so that letters of one partition share one; otherwise the broker's default.</summary>
    public int ToCreate(NeededTopic topic) => Wanted(topic, []) ?? TopicCreation.BrokerDefault;

    private int? Wanted(NeededTopic topic, HashSet<string> asked) =>
        topic.Declaration?.Partitions ?? topic.Sources.Max(source => After(source, asked));

    // Targets may have targets of their own. A circle of them has no first source and leaves the number to the broker.
    private int? After(string name, HashSet<string> asked)
    {
        if (!asked.Add(name))
        {
            return null;
        }

        NeededTopic? topic = _needed.GetValueOrDefault(name);
        if (!cluster.TryGetValue(name, out TopicState? state))
        {
            return topic is null ? null : Wanted(topic, asked);
        }

        return raises && topic?.Declaration is TopicDeclaration { Partitions: { } declared } ? Math.Max(declared, state.Partitions) : state.Partitions;
    }
}
