using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What makes a route the one of a retry topic, which <c>RetryTopics</c> brought.</summary>
/// <param name="Source">The topic whose failing messages wait in it.</param>
/// <param name="Hop">Its place among the retry topics, from 1.</param>
/// <param name="Delay">How long messages wait in it.</param>
public sealed record RetryTopicSettings(string Source, int Hop, TimeSpan Delay) : IRouteFeature
{
    /// <inheritdoc />
    public string Verb => "DeadLetterQueue(RetryTopics)";

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(faults);
        int own = table.Topics.ToList().IndexOf(route);
        for (int index = 0; index < table.Topics.Count; index++)
        {
            // Of two retry topics that clash, the later one tells.
            bool isTold = table.Topics[index].CompanionOf is not null && index >= own;
            if (index != own && !isTold && FaultWith(route.Topic, table.Topics[index]) is { } fault)
            {
                faults.Add(route.GroupId, Source, Verb, fault, $"topics of which none is, matches or sends to '{route.Topic}', in which messages of '{Source}' wait for group '{route.GroupId}'");
            }
        }
    }

    private static string? FaultWith(string name, TopicRoute other)
    {
        if (other.IsPattern && other.IsActive && other.Covers(name))
        {
            return $"a pattern that takes it, {other.Topic} of group '{other.GroupId}'";
        }

        // To declare it, with settings of one's own, is no clash.
        if (!other.IsPattern && RetryTopicNames.Clash(name, other.Topic) && (other.IsActive || name != other.Topic))
        {
            return $"{(other.CompanionOf is null ? "a topic" : "a retry topic")} that clashes with it, {other.Topic} of group '{other.GroupId}'";
        }

        return other.CompanionOf is null && other.Feature<DeadLetterQueueSettings>() is { Cluster: null } queue && queue.Topics.Contains(name)
            ? $"a dead letter queue that sends to it, that of {other.Topic} of group '{other.GroupId}'"
            : null;
    }
}
