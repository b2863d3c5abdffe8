using System.Collections.Frozen;

namespace Kafka.Dlq.Routing.Building;

/// <summary>
/// Gathers what all routes say of a topic into one declaration. What a topic says itself, in whatever group, goes before the defaults of draws;
/// two values for the same thing are a fault.
/// </summary>
internal static class Declarations
{
    public static IReadOnlyList<TopicDeclaration> Gather(IEnumerable<DrawnTopic> topics, RouteFaults faults) =>
    [
        .. topics
            .Where(topic => !TopicNames.IsPattern(topic.Topic))
            .GroupBy(topic => topic.Topic)
            .Where(routes => routes.Any(IsDeclared))
            .Select(routes => Merge(routes.Key, routes.SelectMany(DeclaredValue.Of), faults)),
    ];

    private static bool IsDeclared(DrawnTopic topic) => topic.Own.TryGet(Verbs.Config, out _) || topic.Defaults.TryGet(Verbs.Config, out _);

    private static TopicDeclaration Merge(string topic, IEnumerable<DeclaredValue> values, RouteFaults faults)
    {
        List<DeclaredValue> picked = [.. values.GroupBy(value => value.Option).Select(option => Pick(topic, option, faults))];
        return new TopicDeclaration(
            topic,
            (int?)picked.Find(value => value.Option == DeclaredValue.Partitions)?.Value,
            (short?)picked.Find(value => value.Option == DeclaredValue.ReplicationFactor)?.Value,
            picked.Where(value => value.Setting is not null).ToFrozenDictionary(value => value.Setting!, value => (string)value.Value));
    }

    private static DeclaredValue Pick(string topic, IGrouping<string, DeclaredValue> option, RouteFaults faults)
    {
        List<DeclaredValue> own = [.. option.Where(value => !value.IsDefault)];
        List<DeclaredValue> different = [.. (own.Count > 0 ? own : [.. option]).DistinctBy(value => value.Value)];
        if (different.Count > 1)
        {
            string found = string.Join(", ", different.Select(value => $"{ValueText.Of(value.Value)} in group '{value.Group}'"));
            faults.Add(new RouteFault(Group: null, topic, $"Config {option.Key}", found, "one value, whatever the group: the topic is the same"));
        }

        return different[0];
    }
}
