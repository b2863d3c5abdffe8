using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Rejecting;

/// <summary>The sinks that were declared, and those of the container; what routes ask for is looked up here. Pure.</summary>
/// <param name="declared">By <c>kafka.Sink(...)</c> and its kin, in their order; a name twice is a fault.</param>
/// <param name="keyed">The keys of the sinks in the container.</param>
internal sealed class SinkTable(IReadOnlyList<SinkDeclaration> declared, IReadOnlyCollection<string> keyed)
{
    public static SinkTable Empty { get; } = new([], []);

    /// <summary>The sink of a name; null where there is none.</summary>
    public SinkDeclaration? Find(string name) =>
        declared.FirstOrDefault(sink => sink.Name == name) ?? (keyed.Contains(name) ? new SinkDeclaration(name, new SinkOptions(), Make: null) : null);

    /// <summary>The sinks that active routes use, each once.</summary>
    public IEnumerable<SinkDeclaration> UsedBy(RouteTable routes, DeadLetterAction host) =>
        routes.Topics.Where(route => route.IsActive).SelectMany(route => RouteActions.Of(route, host).Sinks).Distinct().Select(Find).OfType<SinkDeclaration>();

    /// <summary>What is wrong with the declarations.</summary>
    public IEnumerable<RouteFault> Faults(KafkaDlqOptions options)
    {
        foreach (SinkDeclaration sink in declared)
        {
            if (string.IsNullOrWhiteSpace(sink.Name) || DeadLetterAction.Parse(sink.Name) is { IsSink: false })
            {
                yield return new RouteFault(null, null, "Sink", sink.Name.Length == 0 ? "no name" : sink.Name, "a name other than throw, log and none");
            }

            if (sink.Make is null && !keyed.Contains(sink.Name))
            {
                yield return new RouteFault(null, null, "Sink", $"'{sink.Name}' without a way to make it", $"an {nameof(IDeadLetterSink)} in the container under this key (services.AddKeyedSingleton), or kafka.Sink(name, make)");
            }

            foreach (RouteFault fault in sink.Options.Faults(sink.Name).Concat(TopicFaults(sink, options)))
            {
                yield return fault;
            }
        }

        IEnumerable<string> names = declared.Select(sink => sink.Name).Concat(keyed.Where(key => !declared.Any(sink => sink.Name == key && sink.Make is null)));
        foreach (IGrouping<string, string> twice in names.GroupBy(name => name).Where(name => name.Count() > 1))
        {
            yield return new RouteFault(null, null, "Sink", $"'{twice.Key}' {twice.Count()} times", "each name once, declared or in the container");
        }
    }

    /// <summary>What is wrong with the actions of a route.</summary>
    public IEnumerable<RouteFault> Faults(TopicRoute route, DeadLetterAction host)
    {
        RouteActions actions = RouteActions.Of(route, host);
        foreach (string name in route.IsActive ? actions.Sinks : [])
        {
            SinkDeclaration? sink = Find(name);
            if (sink is null)
            {
                IEnumerable<string> known = declared.Select(found => found.Name).Concat(keyed).Distinct().Select(found => $"'{found}'");
                yield return new RouteFault(route.GroupId, route.Topic, SaidBy(route, name), $"sink '{name}'", $"throw, log, none, or a sink: {(known.Any() ? string.Join(", ", known) : "none is declared; add kafka.Sink(...)")}");
            }
            else if (sink is { Topic: { } topic, Cluster: null } && route.Covers(topic))
            {
                yield return new RouteFault(route.GroupId, route.Topic, SaidBy(route, name), $"sink '{name}', whose topic '{topic}' this route reads", "a topic that does not lead back to its source");
            }
        }

        // A payload that kills the process while it is read before the run would do so at each start, unseen by the guard.
        if (route.IsActive && actions.Unreadable != DeadLetterAction.Throw && route.Feature<DeadLetterQueueSettings>() is { MaxCrashes: not null } && BatchScreen.ReaderOf(route) is not null)
        {
            yield return new RouteFault(
                route.GroupId, route.Topic, nameof(ActionVerbs.DeserializationAction), $"{actions.Unreadable} with CrashGuard()", "Throw, which leaves payloads to the guarded run: read them there with TryProcess");
        }
    }

    private static string SaidBy(TopicRoute route, string sink) =>
        route.Feature<UnreadableAction>()?.Action.Name == sink ? nameof(ActionVerbs.DeserializationAction)
        : route.Feature<RejectAction>() is not null ? nameof(DeadLetterAction)
        : $"options.{nameof(KafkaDlqOptions.DeadLetterAction)}";

    private static IEnumerable<RouteFault> TopicFaults(SinkDeclaration sink, KafkaDlqOptions options)
    {
        if (sink.Topic is { } topic && !TopicNames.IsLegal(topic))
        {
            yield return new RouteFault(null, null, $"TopicSink(\"{sink.Name}\") topic", topic.Length == 0 ? "nothing" : topic, TopicNames.Rule);
        }

        if (sink.Cluster is { } cluster && !options.Clusters.ContainsKey(cluster))
        {
            string known = options.Clusters.Count == 0 ? "none is declared" : string.Join(", ", options.Clusters.Keys);
            yield return new RouteFault(null, null, $"TopicSink(\"{sink.Name}\") cluster", cluster, $"a key of options.Clusters: {known}");
        }
    }
}
