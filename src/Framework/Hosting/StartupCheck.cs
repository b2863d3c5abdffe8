using Kafka.Dlq.Connection;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Routing;
using System.Reflection;

namespace Kafka.Dlq.Hosting;

/// <summary>Checks options and routes together, so that all faults are told at once.</summary>
internal static class StartupCheck
{
    /// <summary>The finished routes.</summary>
    /// <exception cref="InvalidRoutesException">Options or routes have faults; it lists them all.</exception>
    public static RouteTable Run(KafkaDlqBuilder builder, KafkaDlqOptions options)
    {
        List<RouteFault> faults = [.. OptionFaults.Of(options), .. builder.Sinks.Faults(options)];
        RouteTable? table = null;
        try
        {
            table = builder.Draw().Build(Defaults(options));
            faults.AddRange(table.Topics.Where(route => route.CompanionOf is null).SelectMany(route => Faults(route, table, options).Concat(builder.Sinks.Faults(route, options.DeadLetterAction ?? DeadLetterAction.Throw))));
        }
        catch (InvalidRoutesException exception)
        {
            faults.AddRange(exception.Faults);
        }

        return faults.Count == 0 ? table! : throw new InvalidRoutesException(faults);
    }

    private static RouteDefaults Defaults(KafkaDlqOptions options) => new()
    {
        GroupId = options.GroupId,
        MaxMessages = options.MaxMessages,
        MaxWaitTime = options.MaxWaitTime,
        Pause = options.Pause,
        Kafka = options.Kafka.AsReadOnly(),
        OwnedKeys = ConsumerSettings.Owned,
        Features = options.DeadLetterQueue is { } queue ? [queue.Settings] : [],
    };

    private static IEnumerable<RouteFault> Faults(TopicRoute route, RouteTable table, KafkaDlqOptions options)
    {
        if (route.ConsumerType is { } type && (type.IsAbstract || !type.IsAssignableTo(typeof(BaseConsumer))))
        {
            yield return new RouteFault(route.GroupId, route.Topic, "Consumer", type.ToString(), "a class that is not abstract and derives from BaseConsumer or MessageConsumer");
        }

        foreach (RouteFault fault in TypedQueueFaults.Of(route, options.DeadLetterQueue))
        {
            yield return fault;
        }

        if (route is { IsActive: true } && route.Feature<DeadLetterQueueSettings>() is { WhenUnavailable: UnavailablePolicy.Spool } && string.IsNullOrWhiteSpace(options.DeadLetters.Spool?.Directory))
        {
            yield return new RouteFault(route.GroupId, route.Topic, "DeadLetterQueue(WhenUnavailable)", "Spool without a directory", "options.DeadLetters with Spool = new SpoolOptions { Directory = ... }, a directory of this host alone");
        }

        if (route.Feature<DeadLetterQueueSettings>()?.Isolation is { } isolation && route.ConsumerType is { } single && single.IsAssignableTo(typeof(MessageConsumer)))
        {
            yield return new RouteFault(route.GroupId, route.Topic, "DeadLetterQueue(Isolate)", $"{isolation} with {single}", "a batch consumer; one of single messages knows which one failed");
        }

        if ((route.Feature<DeadLetterQueueSettings>() ?? route.Feature<InletFeature>()?.QueueOf(route, table))?.Cluster is { } cluster && !options.Clusters.ContainsKey(cluster))
        {
            string known = options.Clusters.Count == 0 ? "none is declared" : string.Join(", ", options.Clusters.Keys);
            yield return new RouteFault(route.GroupId, route.Topic, "DeadLetterQueue cluster", cluster, $"a key of options.Clusters: {known}");
        }

        if (route.Feature<DeadLetterQueueSettings>() is { IsTransactional: true })
        {
            foreach (RouteFault fault in TransactionalFaults(route))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<RouteFault> TransactionalFaults(TopicRoute route)
    {
        const string verb = "DeadLetterQueue(Transactional)";
        if (route.Kafka.GetValueOrDefault("isolation.level") is { } level and not "read_committed")
        {
            yield return new RouteFault(route.GroupId, route.Topic, verb, $"with isolation.level={level}", "read_committed, the client's default: otherwise a partition is given out while a transaction over its offset is open, and its letter is dispatched again");
        }

        if (route.ConsumerType?.GetMethod("get_Producer", BindingFlags.Instance | BindingFlags.NonPublic)?.DeclaringType is { } owner && owner != typeof(BaseConsumer))
        {
            yield return new RouteFault(route.GroupId, route.Topic, verb, $"with a Producer of its own in {owner}", "a consumer that leaves Producer as it is: letters go through a producer that the framework makes for transactions");
        }
    }
}
