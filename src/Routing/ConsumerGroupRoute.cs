namespace Kafka.Dlq.Routing;

/// <summary>One consumer group. Cannot change; any thread may read it.</summary>
public sealed class ConsumerGroupRoute
{
    internal ConsumerGroupRoute(string groupId, IReadOnlyList<TopicRoute> topics, IReadOnlyList<SubscriptionGroupRoute> subscriptionGroups)
    {
        GroupId = groupId;
        Topics = topics;
        SubscriptionGroups = subscriptionGroups;
    }

    /// <summary>The group's id on the broker (<c>group.id</c>). Empty only for declared topics outside a group on a host without a group.</summary>
    public string GroupId { get; }

    /// <summary>Its topics in the order of declaration, inactive ones too.</summary>
    public IReadOnlyList<TopicRoute> Topics { get; }

    /// <summary>Its connections, in the order of their first topics; none where no topic is active.</summary>
    public IReadOnlyList<SubscriptionGroupRoute> SubscriptionGroups { get; }
}
