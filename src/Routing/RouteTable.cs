namespace Kafka.Dlq.Routing;

/// <summary>All routes, checked and frozen. Cannot change; any thread may read it.</summary>
public sealed class RouteTable
{
    internal RouteTable(IReadOnlyList<ConsumerGroupRoute> groups, IReadOnlyList<TopicDeclaration> declarations)
    {
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
}
