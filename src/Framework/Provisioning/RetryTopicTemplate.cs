using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;
using System.Globalization;

namespace Kafka.Dlq.Provisioning;

/// <summary>What a retry topic is created like, where nobody declared it otherwise. One that exists is left as it is.</summary>
internal static class RetryTopicTemplate
{
    // What the brokers keep by default, and what a stopped group's offsets live for: no message should go while its group may still come back.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly string[] OfSource = ["max.message.bytes", "min.insync.replicas"];

    /// <summary>The template.</summary>
    /// <param name="route">The retry topic's route.</param>
    /// <param name="retry">What makes it one.</param>
    public static TopicDeclaration Of(TopicRoute route, RetryTopicSettings retry)
    {
        TopicDeclaration? source = route.CompanionOf?.Declaration;
        Dictionary<string, string> settings = new()
        {
            // A compacted one would keep only the last failing message of each key.
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = (Kept + retry.Delay).TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        };
        foreach (string name in OfSource)
        {
            if (source?.Settings.GetValueOrDefault(name) is { } value)
            {
                settings[name] = value;
            }
        }

        return new TopicDeclaration(route.Topic, Partitions: null, source?.ReplicationFactor, settings);
    }
}
