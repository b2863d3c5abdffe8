using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What a dead letter queue may look like. Pure.</summary>
internal static class DeadLetterQueueRules
{
    /// <summary>Says what is wrong with the queue of one route.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="source">The route's topic or pattern.</param>
    /// <param name="isPattern">Whether the source is a pattern.</param>
    /// <param name="paths">The paths of all routes whose dead letters stay in the cluster, in the table's order.</param>
    /// <param name="index">Which of the paths is this route's; negative when none is.</param>
    public static IEnumerable<DeadLetterQueueFault> Check(DeadLetterQueueSettings queue, string source, bool isPattern, IReadOnlyList<DeadLetterPath> paths, int index) =>
        [.. TargetFaults(queue, source, isPattern, paths, index), .. ValueFaults(queue)];

    private static IEnumerable<DeadLetterQueueFault> TargetFaults(DeadLetterQueueSettings queue, string source, bool isPattern, IReadOnlyList<DeadLetterPath> paths, int index)
    {
        if (!TopicNames.IsLegal(queue.Topic))
        {
            yield return new("topic", queue.Topic, TopicNames.Rule);
        }
        else if (queue.Cluster is null && new DeadLetterPath(source, isPattern, queue.Topic) is { } path)
        {
            if (path.Reads(path.Target))
            {
                yield return new("topic", queue.Topic, isPattern ? $"a topic that the route's own pattern '{source}' does not match" : "a topic other than the source topic itself");
            }
            else if (index >= 0 && DeadLetterCycles.ToReportFor(index, paths) is { } cycle)
            {
                yield return new("topic", cycle, "dead letter topics that do not lead back to their source; leave DeadLetterQueue out at one of these topics");
            }
        }
    }

    private static IEnumerable<DeadLetterQueueFault> ValueFaults(DeadLetterQueueSettings queue)
    {
        if (queue.MaxRetries < 0)
        {
            yield return new("maxRetries", queue.MaxRetries, "0 (dispatch after the first failure) or more");
        }

        if (!Enum.IsDefined(queue.DispatchMethod))
        {
            yield return new("dispatchMethod", queue.DispatchMethod, string.Join(", ", Enum.GetNames<DispatchMethod>()));
        }

        if (!Enum.IsDefined(queue.MarkingMethod))
        {
            yield return new("markingMethod", queue.MarkingMethod, string.Join(", ", Enum.GetNames<MarkingMethod>()));
        }

        if (queue.Cluster is not null && string.IsNullOrWhiteSpace(queue.Cluster))
        {
            yield return new("cluster", queue.Cluster, "the name of a declared cluster, or null for the cluster that is read from");
        }
    }
}
