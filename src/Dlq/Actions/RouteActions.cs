using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What becomes of the rejected records of one route: the most specific word that was said. Pure.</summary>
/// <param name="Record">Of records that the consumer rejects.</param>
/// <param name="Unreadable">Of messages whose payload cannot be read.</param>
public sealed record RouteActions(DeadLetterAction Record, DeadLetterAction Unreadable)
{
    /// <summary>The sinks that rejected records may go to, each once.</summary>
    public IEnumerable<string> Sinks => new[] { Record, Unreadable }.Where(action => action.IsSink).Select(action => action.Name).Distinct();

    /// <summary>Finds the actions of a route: what was said for payloads that cannot be read goes before what was said of the topic, its group and its draw (which the router has put in this order), and that before the host's word.</summary>
    /// <param name="route">The route.</param>
    /// <param name="host">What the host's options say.</param>
    public static RouteActions Of(TopicRoute route, DeadLetterAction host)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(host);
        DeadLetterAction record = route.Feature<RejectAction>()?.Action ?? host;
        return new RouteActions(record, route.Feature<UnreadableAction>()?.Action ?? record);
    }

    /// <summary>The action for an error of a kind.</summary>
    /// <param name="kind">What failed.</param>
    public DeadLetterAction For(ErrorKind kind) => kind == ErrorKind.Deserialization ? Unreadable : Record;
}
