using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What becomes of the rejected records of a route, as the verb <c>DeadLetterAction</c> set it.</summary>
/// <param name="Action">The action.</param>
public sealed record RejectAction(DeadLetterAction Action) : IRouteFeature
{
    /// <inheritdoc />
    public string Verb => nameof(DeadLetterAction);

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        // Which sinks there are is known to the host only, which checks the names.
    }
}
