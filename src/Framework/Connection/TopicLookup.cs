using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Connection;

/// <summary>Finds the route of a topic that came: by name, or by the first pattern that fits.</summary>
internal sealed class TopicLookup(IReadOnlyList<RoutedTopic> topics)
{
    private readonly ConcurrentDictionary<string, RoutedTopic> _byName = new(topics.Where(topic => !topic.Route.IsPattern).Select(topic => KeyValuePair.Create(topic.Route.Topic, topic)));

    public IReadOnlyList<RoutedTopic> All { get; } = topics;

    public RoutedTopic Find(string name) => _byName.GetOrAdd(name, FindByPattern);

    private RoutedTopic FindByPattern(string name) =>
        All.FirstOrDefault(topic => topic.Route.IsPattern && Regex.IsMatch(name, topic.Route.Topic, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        ?? throw new InvalidOperationException($"The broker assigned topic '{name}', to which no route of this connection subscribes.");
}
