namespace Kafka.Dlq.Routing.Building;

/// <summary>One value that one <c>Config(...)</c> gives for a topic.</summary>
/// <param name="Option">Which, as faults name it.</param>
/// <param name="Setting">The name of the topic setting; null for partitions and replication factor.</param>
/// <param name="Value">The value.</param>
/// <param name="Group">The group in which it was said.</param>
/// <param name="IsDefault">Whether it comes from the defaults of the draw.</param>
internal sealed record DeclaredValue(string Option, string? Setting, object Value, string? Group, bool IsDefault)
{
    public const string Partitions = "partitions";
    public const string ReplicationFactor = "replicationFactor";

    /// <summary>What a topic and its draw's defaults say.</summary>
    public static IEnumerable<DeclaredValue> Of(DrawnTopic topic) =>
        Of(topic.Own, topic.Group, isDefault: false).Concat(Of(topic.Defaults, topic.Group, isDefault: true));

    private static IEnumerable<DeclaredValue> Of(VerbSettings settings, string? group, bool isDefault)
    {
        if (!settings.TryGet(Verbs.Config, out ConfigSetting? config))
        {
            yield break;
        }

        if (config.Partitions is { } partitions)
        {
            yield return new DeclaredValue(Partitions, Setting: null, partitions, group, isDefault);
        }

        if (config.ReplicationFactor is { } replicationFactor)
        {
            yield return new DeclaredValue(ReplicationFactor, Setting: null, replicationFactor, group, isDefault);
        }

        foreach ((string key, string value) in config.Settings)
        {
            yield return new DeclaredValue($"settings '{key}'", key, value, group, isDefault);
        }
    }
}
