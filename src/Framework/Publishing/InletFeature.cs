using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Publishing;

/// <summary>Something outside of Kafka that writes to a topic; on a route that is not active.</summary>
/// <param name="Name">What it is, for a person.</param>
/// <param name="SaysQueue">Whether it says itself which dead letter queue it has, be it none.</param>
internal sealed record InletFeature(string Name, bool SaysQueue) : IRouteFeature
{
    public string Verb => Name;

    /// <summary>Where what it cannot take goes; null where it has no dead letter queue.</summary>
    public DeadLetterQueueSettings? QueueOf(TopicRoute route, RouteTable table) =>
        (SaysQueue ? route.Feature<DeadLetterQueueSettings>() : table.Inherited<DeadLetterQueueSettings>(route.Topic)) is { Topic: not null } queue ? queue : null;

    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        // A queue of its own is a feature of the route and checked as such; an inherited one may be that of no route at all.
        if (!SaysQueue && QueueOf(route, table) is { } queue)
        {
            queue.Check(route, table, faults);
        }
    }
}
