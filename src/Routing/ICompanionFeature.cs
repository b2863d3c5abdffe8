namespace Kafka.Dlq.Routing;

/// <summary>A feature that has further topics consumed for the topic on which it is set.</summary>
public interface ICompanionFeature : IRouteFeature
{
    /// <summary>The further topics. Called once for each active route, while the table is made; must not throw for faulty settings, which its check tells.</summary>
    /// <param name="route">The route that has the feature.</param>
    IEnumerable<CompanionTopic> CompanionsOf(TopicRoute route);
}
