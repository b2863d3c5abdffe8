using Kafka.Dlq.Routing.Building;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Kafka.Dlq.Routing;

/// <summary>One topic of one consumer group: what is consumed and how. All values are final, defaults included. Cannot change; any thread may read it.</summary>
public sealed class TopicRoute
{
    private readonly FrozenDictionary<Type, IRouteFeature> _features;
    private readonly Regex? _pattern;

    internal TopicRoute(string groupId, TopicSettings settings, FrozenDictionary<Type, IRouteFeature> features, TopicDeclaration? declaration)
    {
        Topic = settings.Drawn.Topic;
        GroupId = groupId;
        IsActive = settings.IsActive;
        IsPattern = TopicNames.IsPattern(Topic);
        Declaration = declaration;
        SeparateConnection = settings.Drawn.SubscriptionGroup;
        ConsumerType = settings.ConsumerType;
        MaxMessages = settings.MaxMessages;
        MaxWaitTime = settings.MaxWaitTime;
        InitialOffset = settings.InitialOffset;
        ManualOffsetManagement = settings.ManualOffsetManagement;
        ConsumerPersistence = settings.ConsumerPersistence;
        Eofed = settings.Eofed;
        Pause = settings.Pause;
        Kafka = settings.Kafka;
        _features = features;
        OwnFeatures = _features.Values;
        _pattern = IsPattern ? TopicNames.Parse(Topic) : null;
    }

    /// <summary>Makes the route of a companion.</summary>
    internal TopicRoute(TopicRoute source, CompanionTopic companion, TopicDeclaration? declaration)
    {
        Topic = companion.Topic;
        GroupId = source.GroupId;
        IsActive = true;
        Declaration = declaration;
        CompanionOf = source;
        Connection = companion.Connection;
        ConsumerType = source.ConsumerType;
        MaxMessages = source.MaxMessages;
        MaxWaitTime = source.MaxWaitTime;

        // What was written there before the group first committed must not be passed over; and its end is not that of the source.
        InitialOffset = InitialOffset.Earliest;
        ManualOffsetManagement = source.ManualOffsetManagement;
        ConsumerPersistence = source.ConsumerPersistence;
        Pause = source.Pause;
        Kafka = CompanionSettings.Of(source.Kafka, companion.Connection);
        OwnFeatures = companion.Features;
        _features = companion.Features.Concat(source.Features).DistinctBy(feature => feature.GetType()).ToFrozenDictionary(feature => feature.GetType());
    }

    /// <summary>The topic's name, or the pattern that begins with <c>^</c>.</summary>
    public string Topic { get; }

    /// <summary>The consumer group (<c>group.id</c>).</summary>
    public string GroupId { get; }

    /// <summary>Whether it is consumed; otherwise it is switched off, or only declared.</summary>
    public bool IsActive { get; }

    /// <summary>Whether <see cref="Topic"/> is a subscription pattern.</summary>
    public bool IsPattern { get; }

    /// <summary>The consumer's type. Never null where the route is active.</summary>
    public Type? ConsumerType { get; }

    /// <summary>What the topic shall look like on the cluster, gathered from all routes that name it; null where none says so, and for patterns.</summary>
    public TopicDeclaration? Declaration { get; }

    /// <summary>The largest batch handed to the consumer; 1 or more.</summary>
    public int MaxMessages { get; }

    /// <summary>The longest wait for a fuller batch; zero takes what is there.</summary>
    public TimeSpan MaxWaitTime { get; }

    /// <summary>Where the group starts without a committed offset.</summary>
    public InitialOffset InitialOffset { get; }

    /// <summary>Whether a successful run marks nothing by itself.</summary>
    public bool ManualOffsetManagement { get; }

    /// <summary>Whether one consumer instance is kept while its partition is assigned.</summary>
    public bool ConsumerPersistence { get; }

    /// <summary>Whether the consumer is told of the end of a partition.</summary>
    public bool Eofed { get; }

    /// <summary>The back-off after a failed run.</summary>
    public PauseOptions Pause { get; }

    /// <summary>librdkafka settings of the connection that serves the topic, defaults merged in.</summary>
    public IReadOnlyDictionary<string, string> Kafka { get; }

    /// <summary>The features set on the topic, in no particular order.</summary>
    public IReadOnlyCollection<IRouteFeature> Features => _features.Values;

    /// <summary>The route for whose sake it is consumed, see <see cref="CompanionTopic"/>; null for one that was drawn.</summary>
    public TopicRoute? CompanionOf { get; }

    /// <summary>The features that were set on it, without what it has of another route.</summary>
    internal IReadOnlyCollection<IRouteFeature> OwnFeatures { get; }

    /// <summary>What its connection is called where nobody named it.</summary>
    internal string Connection { get; } = ConnectionPlan.SharedName;

    /// <summary>The name of the <c>SubscriptionGroup</c> it was declared in, if any.</summary>
    internal string? SeparateConnection { get; }

    /// <summary>The settings of a feature, or null where the topic does not have it.</summary>
    /// <typeparam name="TFeature">The type with which it was set.</typeparam>
    public TFeature? Feature<TFeature>()
        where TFeature : class, IRouteFeature => (TFeature?)_features.GetValueOrDefault(typeof(TFeature));

    /// <summary>Whether records of this topic belong to the route: it has that name, or its pattern matches.</summary>
    /// <param name="topic">The name of a topic on the cluster.</param>
    public bool Covers(string topic) => IsPattern ? _pattern?.IsMatch(topic) ?? false : Topic == topic;
}
