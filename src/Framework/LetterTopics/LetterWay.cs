using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.LetterTopics;

/// <summary>A topic that is read, and one that its letters may go to.</summary>
/// <param name="Source">Where messages are read: a topic, or a pattern, of which no more is known.</param>
/// <param name="Target">Where their letters go.</param>
internal sealed record LetterWay(TopicPlace Source, TopicPlace Target)
{
    /// <summary>Whether the partition of a letter follows from that of its message.</summary>
    public bool FollowsPartitions { get; init; } = true;

    /// <summary>Whether the source is a pattern.</summary>
    public bool IsFromPattern => TopicNames.IsPattern(Source.Topic);

    /// <summary>All ways of active routes, each once. Retry topics are made like their source, so there is nothing to say of them.</summary>
    public static IReadOnlyList<LetterWay> Of(RouteTable routes, Clusters clusters) =>
    [
        .. (from route in routes.Topics
            where route.IsActive && route.CompanionOf is null
            let queue = route.Feature<DeadLetterQueueSettings>()
            from target in queue?.Topics ?? []
            select new LetterWay(new TopicPlace(clusters.ServersOf(route), route.Topic), new TopicPlace(clusters.NameFor(route), target))
            {
                FollowsPartitions = queue!.PartitionBy == LetterPartition.Source,
            }).Distinct(),
    ];
}
