using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Connection;

/// <summary>Finds the route of a topic that came: by name, or by the first pattern that fits.</summary>
internal sealed class TopicLookup(SubscriptionGroupRoute group, IReadOnlyList<RoutedTopic> topics)
{
    private readonly ConcurrentDictionary<string, RoutedTopic> _byName = new(StringComparer.Ordinal);

    public RoutedTopic Find(string name) => _byName.GetOrAdd(name, FindRoute);

    private RoutedTopic FindRoute(string name)
    {
        TopicRoute route = group.Find(name) ?? throw new InvalidOperationException($"The broker assigned topic '{name}', to which no route of {group.GroupId}/{group.Name} subscribes.");
        return topics.First(topic => topic.Route == route);
    }
}
