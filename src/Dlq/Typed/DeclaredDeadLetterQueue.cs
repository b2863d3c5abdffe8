using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>The queue whose letters a route reads.</summary>
/// <param name="Queue">The queue.</param>
public sealed record DeclaredDeadLetterQueue(DeadLetterTopic Queue) : IRouteFeature
{
    /// <inheritdoc />
    public string Verb => "DeadLetterQueue";

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults) => CheckName(Queue, route, table, faults);

    internal static void CheckName(DeadLetterTopic? queue, TopicRoute route, RouteTable table, RouteFaults faults)
    {
        if (queue is not null && QueuesOf(table).First(other => other.Topic == queue.Topic) is { } first && first != queue)
        {
            faults.Add(route, "DeadLetterQueue", $"a second {queue} beside {first}", "one object for each dead letter topic: declare it once, keep it in a variable and attach that");
        }
    }

    private static IEnumerable<DeadLetterTopic> QueuesOf(RouteTable table) =>
        table.Topics
            .SelectMany(route => new[] { route.Feature<DeclaredDeadLetterQueue>()?.Queue, route.Feature<DeadLetterQueueSettings>()?.Queue, table.Inherited<DeadLetterQueueSettings>(route.Topic)?.Queue })
            .OfType<DeadLetterTopic>();
}
