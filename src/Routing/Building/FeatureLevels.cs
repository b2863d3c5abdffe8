using System.Collections.Frozen;

namespace Kafka.Dlq.Routing.Building;

/// <summary>Picks, for each feature of a route, the most specific word that was said about it, see <see cref="FeatureLevel"/>.</summary>
internal sealed class FeatureLevels
{
    private readonly Dictionary<string, List<LevelledFeature>> _ofTopics;
    private readonly IReadOnlyList<IRouteFeature> _ofHost;

    public FeatureLevels(IReadOnlyList<DrawnTopic> topics, IReadOnlyList<IRouteFeature> ofHost, RouteFaults faults)
    {
        _ofHost = ofHost;
        _ofTopics = topics
            .GroupBy(topic => topic.Topic)
            .ToDictionary(routes => routes.Key, routes => routes.SelectMany(route => At(route.Own, FeatureLevel.Topic)).ToList());
        foreach ((string topic, List<LevelledFeature> said) in _ofTopics)
        {
            foreach (IGrouping<Type, LevelledFeature> repeated in said.GroupBy(feature => feature.Type).Where(feature => feature.Count() > 1))
            {
                faults.Add(group: null, topic, repeated.First().Feature.Verb, $"{repeated.Count()} words for the topic itself", "one, whatever the group: the topic is the same");
            }
        }
    }

    /// <summary>
    /// The features of a route. A topic that is not active has those of its own only: the others are about running, and their checks would judge a dead letter topic
    /// that is only declared.
    /// </summary>
    public FrozenDictionary<Type, IRouteFeature> Of(DrawnTopic topic, bool isActive)
    {
        IEnumerable<LevelledFeature> said = At(topic.Own, FeatureLevel.Consumer).Concat(At(topic.Own, FeatureLevel.Route));
        if (isActive)
        {
            said = said.Concat(At(topic.OfGroup, FeatureLevel.Route)).Concat(At(topic.Defaults, FeatureLevel.Route)).Concat(Wide(topic.Topic));
        }

        return said
            .DistinctBy(feature => feature.Type)
            .Where(feature => !feature.Feature.IsOff)
            .ToFrozenDictionary(feature => feature.Type, feature => feature.Feature);
    }

    /// <summary>A feature as the topic itself has it, or else the host.</summary>
    public IRouteFeature? Inherited(string topic, Type type) =>
        Wide(topic).FirstOrDefault(feature => feature.Type == type)?.Feature is { IsOff: false } feature ? feature : null;

    private IEnumerable<LevelledFeature> Wide(string topic) =>
        (_ofTopics.GetValueOrDefault(topic) ?? []).Concat(
            from feature in _ofHost
            where feature.IsFor(topic)
            select new LevelledFeature(feature.GetType(), FeatureLevel.Topic, feature));

    private static IEnumerable<LevelledFeature> At(VerbSettings said, FeatureLevel level) => said.Features.Where(feature => feature.Level == level);
}
