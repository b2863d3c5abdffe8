using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The way of a failing message: from its topic through the retry topics of its queue. Pure.</summary>
public static class RetryPath
{
    /// <summary>What the connection of retry topics is called.</summary>
    internal const string Connection = "retry";

    /// <summary>Where a message that fails on this route waits next.</summary>
    /// <param name="route">The route of the topic, or of one of its retry topics.</param>
    /// <returns>Null where none is left, or there never was one.</returns>
    public static RetryHop? NextOf(TopicRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        RetryTopicSettings? at = route.Feature<RetryTopicSettings>();
        IReadOnlyList<TimeSpan> delays = route.Feature<DeadLetterQueueSettings>()?.RetryDelays ?? [];
        int next = at?.Hop ?? 0;
        return next < delays.Count ? new RetryHop(RetryTopicNames.Of(at?.Source ?? route.Topic, route.GroupId, delays[next]), delays[next]) : null;
    }

    internal static IEnumerable<CompanionTopic> CompanionsOf(TopicRoute route, IReadOnlyList<TimeSpan> delays) =>
        route.IsPattern || RetryDelayRules.FaultOf(delays) is not null
            ? []
            : delays.Select((delay, index) => new CompanionTopic(
                RetryTopicNames.Of(route.Topic, route.GroupId, delay),
                Connection,
                [new RetryTopicSettings(route.Topic, index + 1, delay), new DelaySettings(delay) { IsPartOfDueAt = true }]));
}
