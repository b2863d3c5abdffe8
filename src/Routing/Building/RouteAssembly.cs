using Kafka.Dlq.Routing.Checks;

namespace Kafka.Dlq.Routing.Building;

/// <summary>Makes the table out of what was drawn. Faulty values go into it too, so that every check can look at it before it is refused.</summary>
internal sealed class RouteAssembly(IReadOnlyList<DrawBuilder> drawn, RouteDefaults host)
{
    private readonly RouteFaults _faults = new();

    public RouteTable Build()
    {
        List<DrawnTopic> topics = [.. drawn.SelectMany(draw => draw.Topics)];
        CheckWords(topics);
        FeatureLevels features = new(topics, host.Features, _faults);
        IReadOnlyList<TopicDeclaration> declarations = Declarations.Gather(topics.Select(topic => topic with { Group = GroupOf(topic) }), _faults);
        RouteTable table = new(Groups(topics, features, declarations.ToDictionary(declaration => declaration.Topic)), declarations, features.Inherited);
        CheckTable(table);
        return _faults.Found.Count == 0 ? table : throw new InvalidRoutesException(_faults.Found);
    }

    private string GroupOf(DrawnTopic topic) => topic.Group ?? host.GroupId;

    private IReadOnlyList<ConsumerGroupRoute> Groups(IEnumerable<DrawnTopic> topics, FeatureLevels features, Dictionary<string, TopicDeclaration> declarations) =>
    [
        .. from topic in topics
           let settings = new TopicSettings(topic, host)
           from route in WithCompanions(new TopicRoute(GroupOf(topic), settings, features.Of(topic, settings.IsActive), declarations.GetValueOrDefault(topic.Topic)), declarations)
           group route by route.GroupId into routes
           select Group(routes.Key, [.. routes]),
    ];

    private static IEnumerable<TopicRoute> WithCompanions(TopicRoute route, Dictionary<string, TopicDeclaration> declarations) =>
    [
        route,
        .. from feature in route.IsActive ? route.Features.OfType<ICompanionFeature>() : []
           from companion in feature.CompanionsOf(route)
           select new TopicRoute(route, companion, declarations.GetValueOrDefault(companion.Topic)),
    ];

    private static ConsumerGroupRoute Group(string groupId, IReadOnlyList<TopicRoute> topics) => new(groupId, topics, ConnectionPlan.Of(topics));

    private void CheckWords(IReadOnlyList<DrawnTopic> topics)
    {
        VerbChecks verbs = new(host);
        verbs.CheckHost(new FaultsAt(_faults, Group: null, Topic: null));
        foreach (DrawBuilder draw in drawn)
        {
            verbs.Check(draw.DefaultSettings, new FaultsAt(_faults, Group: null, Topic: null, nameof(DrawBuilder.Defaults)));
            foreach ((string group, VerbSettings settings) in draw.Groups)
            {
                verbs.Check(settings, new FaultsAt(_faults, group, Topic: null));
            }
        }

        foreach (DrawnTopic topic in topics)
        {
            FaultsAt at = new(_faults, GroupOf(topic), topic.Topic);
            NameChecks.Check(topic, new TopicSettings(topic, host), host, at);
            verbs.Check(topic.Own, at);
        }
    }

    private void CheckTable(RouteTable table)
    {
        TableChecks.Check(table, _faults);
        foreach (TopicRoute route in table.Topics)
        {
            foreach (IRouteFeature feature in route.OwnFeatures)
            {
                feature.Check(route, table, _faults);
            }
        }
    }
}
