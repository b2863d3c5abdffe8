namespace Kafka.Dlq.Routing.Building;

/// <summary>What topics must have in common to share a connection.</summary>
internal static class ConnectionSettings
{
    /// <summary>A text that is equal where the settings are. NUL cannot be part of a librdkafka setting.</summary>
    public static string KeyOf(TopicRoute route) =>
        string.Join('\0', route.Kafka.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Key, pair.Value }).Prepend($"{route.InitialOffset}"));

    /// <summary>The names of the settings in which two routes differ. Names only: values may be secrets.</summary>
    public static IEnumerable<string> Differences(TopicRoute one, TopicRoute other)
    {
        IEnumerable<string> keys = one.Kafka.Keys.Union(other.Kafka.Keys)
            .Where(key => one.Kafka.GetValueOrDefault(key) != other.Kafka.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal);
        return one.InitialOffset == other.InitialOffset ? keys : keys.Append(nameof(InitialOffset));
    }
}
