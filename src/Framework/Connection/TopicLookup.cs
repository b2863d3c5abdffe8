using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Connection;

/// <summary>Finds the route of a topic that came: by name, or by the first pattern that fits.</summary>
internal sealed class TopicLookup(SubscriptionGroupRoute group, IReadOnlyList<RoutedTopic> topics)
{
    private readonly ConcurrentDictionary<string, RoutedTopic> _byName = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Name, int Partition), PartitionSource?> _sources = new();

    /// <summary>The topics and patterns of the connection.</summary>
    public IReadOnlyList<RoutedTopic> All => topics;

    public string GroupId => group.GroupId;

    /// <summary>Whether the connection subscribes to a topic.</summary>
    public bool Has(string name) => group.Find(name) is not null;

    public RoutedTopic Find(string name) => _byName.GetOrAdd(name, FindRoute);

    /// <summary>Where the messages of a partition come from: the same object whenever it is asked for. Null for a topic without a route, whose partitions nobody works on.</summary>
    public PartitionSource? SourceOf(string name, int partition) => _sources.GetOrAdd((name, partition), static (key, lookup) => lookup.MakeSource(key.Name, key.Partition), this);

    private PartitionSource? MakeSource(string name, int partition) => Has(name) ? new PartitionSource(name, partition, Find(name).Format) { IsRetryTopic = Find(name).IsRetryTopic } : null;

    private RoutedTopic FindRoute(string name)
    {
        TopicRoute route = group.Find(name) ?? throw new InvalidOperationException($"The broker assigned topic '{name}', to which no route of {group.GroupId}/{group.Name} subscribes.");
        return topics.First(topic => topic.Route == route);
    }
}
