using System.Collections.Frozen;

namespace Kafka.Dlq.Routing;

/// <summary>One connection: a client that subscribes to these topics as a member of the group. Cannot change; any thread may read it.</summary>
public sealed class SubscriptionGroupRoute
{
    private readonly FrozenDictionary<string, TopicRoute> _byName;
    private readonly TopicRoute[] _patterns;

    internal SubscriptionGroupRoute(string name, IReadOnlyList<TopicRoute> topics)
    {
        Name = name;
        GroupId = topics[0].GroupId;
        Kafka = topics[0].Kafka;
        InitialOffset = topics[0].InitialOffset;
        Eofed = topics.Any(topic => topic.Eofed);
        Topics = topics;
        _byName = topics.DistinctBy(topic => topic.Topic).ToFrozenDictionary(topic => topic.Topic);
        _patterns = [.. topics.Where(topic => topic.IsPattern)];
    }

    /// <summary>The name given to <c>SubscriptionGroup</c>, or <c>main</c>, <c>main-2</c> and so on for shared connections. Unique within the group.</summary>
    public string Name { get; }

    /// <summary>The consumer group (<c>group.id</c>).</summary>
    public string GroupId { get; }

    /// <summary>librdkafka settings of the connection, defaults merged in.</summary>
    public IReadOnlyDictionary<string, string> Kafka { get; }

    /// <summary>Where the group starts without a committed offset.</summary>
    public InitialOffset InitialOffset { get; }

    /// <summary>Whether any of its topics wants to be told of the end of a partition.</summary>
    public bool Eofed { get; }

    /// <summary>The topics it subscribes to, active ones only; at least one.</summary>
    public IReadOnlyList<TopicRoute> Topics { get; }

    /// <summary>The route for records of a topic: the one of that name, otherwise the first whose pattern matches; null where there is none.</summary>
    /// <param name="topic">The name of a topic on the cluster.</param>
    public TopicRoute? Find(string topic) => _byName.GetValueOrDefault(topic) ?? Array.Find(_patterns, pattern => pattern.Covers(topic));
}
