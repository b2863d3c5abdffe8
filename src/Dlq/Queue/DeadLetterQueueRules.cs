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
    /// <param name="index">Where this route's paths begin among them; negative when it has none.</param>
    public static IEnumerable<DeadLetterQueueFault> Check(DeadLetterQueueSettings queue, string source, bool isPattern, IReadOnlyList<DeadLetterPath> paths, int index) =>
    [
        .. queue.Said,
        .. from target in TargetsOf(queue)
           from fault in TargetFaults(target, queue.Cluster is null && queue.EndlessTargets.Contains(target.Topic) ? new DeadLetterPath(source, isPattern, target.Topic) : null, paths, index)
           select fault,
        .. ValueFaults(queue, source, isPattern),
        .. queue.Breaker?.Faults() ?? [],
        .. queue.Depth?.Faults(queue) ?? [],
        .. queue.Letter is { } letter ? LetterRules.Check(letter, queue is not { IsNone: true, Topics.Count: 0 }) : [],
    ];

    private static IEnumerable<DeadLetterTarget> TargetsOf(DeadLetterQueueSettings queue)
    {
        IEnumerable<DeadLetterTarget> own = queue is { IsNone: true, Topic: null } ? [] : [new DeadLetterTarget(queue.Topic!, "topic")];
        return own.Concat(queue.FurtherTargets).DistinctBy(target => target.Topic);
    }

    private static IEnumerable<DeadLetterQueueFault> TargetFaults(DeadLetterTarget target, DeadLetterPath? path, IReadOnlyList<DeadLetterPath> paths, int index)
    {
        if (!TopicNames.IsLegal(target.Topic))
        {
            yield return new(target.SaidBy, target.Topic, TopicNames.Rule);
        }
        else if (path is not null)
        {
            if (path.Reads(path.Target))
            {
                yield return new(target.SaidBy, target.Topic, path.IsPattern ? $"a topic that the route's own pattern '{path.Source}' does not match" : "a topic other than the source topic itself");
            }
            else if (IndexOf(path, paths, index) is { } own && DeadLetterCycles.ToReportFor(own, paths) is { } cycle)
            {
                yield return new(target.SaidBy, cycle, "dead letter topics that do not lead back to their source; leave DeadLetterQueue out at one of these topics");
            }
        }
    }

    private static int? IndexOf(DeadLetterPath path, IReadOnlyList<DeadLetterPath> paths, int from)
    {
        for (int index = Math.Max(from, 0); from >= 0 && index < paths.Count; index++)
        {
            if (paths[index] == path)
            {
                return index;
            }
        }

        return null;
    }

    private static IEnumerable<DeadLetterQueueFault> ValueFaults(DeadLetterQueueSettings queue, string source, bool isPattern)
    {
        if (queue.MaxRetries < 0)
        {
            yield return new("maxRetries", queue.MaxRetries, "0 (dispatch after the first failure) or more");
        }

        if (queue.RetryDelays.Count > 0 && isPattern)
        {
            yield return new("RetryTopics", $"a pattern, {source}", "a topic by its name: retry topics are made when the host starts, when nobody knows what a pattern will match");
        }

        if (queue.RetryFor <= TimeSpan.Zero)
        {
            yield return new("RetryFor", queue.RetryFor, "more than zero; MaxRetries(0) gives a message up after the first failure");
        }

        if (queue.MaxCrashes < 2)
        {
            yield return new("CrashGuard", queue.MaxCrashes, "maxCrashes of 2 or more: one death may have come from outside");
        }

        if (!Enum.IsDefined(queue.DispatchMethod))
        {
            yield return new("dispatchMethod", queue.DispatchMethod, string.Join(", ", Enum.GetNames<DispatchMethod>()));
        }

        if (!Enum.IsDefined(queue.MarkingMethod))
        {
            yield return new("markingMethod", queue.MarkingMethod, string.Join(", ", Enum.GetNames<MarkingMethod>()));
        }

        if (!Enum.IsDefined(queue.WhenUnavailable))
        {
            yield return new("WhenUnavailable", queue.WhenUnavailable, string.Join(", ", Enum.GetNames<UnavailablePolicy>()));
        }
        else if (queue is { WhenUnavailable: UnavailablePolicy.Spool, Topics.Count: 0 })
        {
            yield return new("WhenUnavailable", queue.WhenUnavailable, "a queue with a topic: without one there are no letters to spool");
        }

        if (queue.Isolation is { } isolation && !Enum.IsDefined(isolation))
        {
            yield return new("Isolate", isolation, string.Join(", ", Enum.GetNames<Isolation>()));
        }

        if (queue is { Breaker: not null, Isolation: Isolation.WholeBatch })
        {
            yield return new("Isolate", "WholeBatch with Breaker()", "Bisect or Singly: a batch that is given up as a whole is many letters at once, past what the breaker allows");
        }

        if (queue.StrategyType is { IsAbstract: true, IsInterface: false })
        {
            yield return new("Strategy", queue.StrategyType, "a class that can be made, or an interface that the container knows");
        }

        if (queue.Cluster is not null && string.IsNullOrWhiteSpace(queue.Cluster))
        {
            yield return new("cluster", queue.Cluster, "the name of a declared cluster, or null for the cluster that is read from");
        }
    }
}
