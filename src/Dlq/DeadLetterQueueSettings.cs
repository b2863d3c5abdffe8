using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq;

/// <summary>A topic's dead letter queue, as <see cref="DeadLetterQueueVerb.DeadLetterQueue"/> set it.</summary>
/// <param name="Topic">The dead letter topic.</param>
/// <param name="MaxRetries">How often a failing message is run again before it is dispatched; 0 dispatches after the first failure.</param>
/// <param name="Independent">Whether each message has its own count of runs.</param>
/// <param name="DispatchMethod">Whether the partition waits for the broker's acknowledgement.</param>
/// <param name="MarkingMethod">How the message is marked after its dispatch.</param>
/// <param name="MarkAfterDispatch">Whether the message is marked after its dispatch; null leaves it to <see cref="MarksAfterDispatch"/>.</param>
/// <param name="Cluster">The named cluster that the dead letter topic lives in; null for the cluster that is read from.</param>
public sealed record DeadLetterQueueSettings(
    string Topic,
    int MaxRetries = 3,
    bool Independent = false,
    DispatchMethod DispatchMethod = DispatchMethod.ProduceAsync,
    MarkingMethod MarkingMethod = MarkingMethod.MarkAsConsumed,
    bool? MarkAfterDispatch = null,
    string? Cluster = null) : IRouteFeature
{
    /// <inheritdoc />
    public string Verb => "DeadLetterQueue";

    /// <summary>Whether a message is marked once its dispatch was carried out.</summary>
    /// <param name="manualOffsetManagement">Whether the topic's offsets are managed by the user; then the default is false.</param>
    public bool MarksAfterDispatch(bool manualOffsetManagement) => MarkAfterDispatch ?? !manualOffsetManagement;

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(faults);
        List<TopicRoute> routes = [.. table.Topics.Where(candidate => PathOf(candidate) is not null)];
        List<DeadLetterPath> paths = [.. routes.Select(PathOf).OfType<DeadLetterPath>()];
        foreach (DeadLetterQueueFault fault in DeadLetterQueueRules.Check(this, route.Topic, route.IsPattern, paths, routes.IndexOf(route)))
        {
            faults.Add(route, $"{Verb}({fault.Parameter})", fault.Found, fault.Allowed);
        }
    }

    private static DeadLetterPath? PathOf(TopicRoute route) =>
        // A target in another cluster cannot lead back: equal names over there are other topics.
        route.Feature<DeadLetterQueueSettings>() is { Cluster: null, Topic: not null } queue ? new DeadLetterPath(route.Topic, route.IsPattern, queue.Topic) : null;
}
