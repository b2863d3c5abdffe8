namespace Kafka.Dlq.Routing;

/// <summary>All routes, checked and frozen. Cannot change; any thread may read it.</summary>
public sealed class RouteTable
{
    private readonly Func<string, Type, IRouteFeature?> _inherited;

    internal RouteTable(IReadOnlyList<ConsumerGroupRoute> groups, IReadOnlyList<TopicDeclaration> declarations, Func<string, Type, IRouteFeature?> inherited)
    {
        _inherited = inherited;
        Groups = groups;
        Declarations = declarations;
        Topics = [.. groups.SelectMany(group => group.Topics)];
    }

    /// <summary>The consumer groups in the order of declaration, those without an active topic too.</summary>
    public IReadOnlyList<ConsumerGroupRoute> Groups { get; }

    /// <summary>All routes, group by group, active and inactive.</summary>
    public IReadOnlyList<TopicRoute> Topics { get; }

    /// <summary>What declared topics shall look like on the cluster: each topic once, gathered from all routes that name it.</summary>
    public IReadOnlyList<TopicDeclaration> Declarations { get; }

    /// <summary>The feature that is said for a topic itself, or else for all topics: what is used by somebody who is no route of it. Null where neither is said, or it is off.</summary>
    /// <typeparam name="TFeature">The type with which it was set.</typeparam>
    /// <param name="topic">The topic's name.</param>
    public TFeature? Inherited<TFeature>(string topic)
        where TFeature : class, IRouteFeature => (TFeature?)_inherited(topic, typeof(TFeature));
}
