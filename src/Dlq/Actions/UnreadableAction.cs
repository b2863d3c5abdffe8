using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What becomes of a route's messages whose payload cannot be read, as the verb <c>DeserializationAction</c> set it.</summary>
/// <param name="Action">The action.</param>
public sealed record UnreadableAction(DeadLetterAction Action) : IRouteFeature
{
    /// <inheritdoc />
    public string Verb => nameof(ActionVerbs.DeserializationAction);

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        // Which sinks there are is known to the host only, which checks the names.
    }
}
