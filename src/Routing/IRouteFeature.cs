namespace Kafka.Dlq.Routing;

/// <summary>Settings that a feature keeps on a topic's route. The feature owns its verb, an extension method of <see cref="TopicBuilder"/>, and its checks; the router knows neither.</summary>
public interface IRouteFeature
{
    /// <summary>The verb, as faults name it.</summary>
    string Verb { get; }

    /// <summary>Whether it says that the route shall not have the feature: at its level it wins over what less specific levels say, and is then left out. Default false.</summary>
    bool IsOff => false;

    /// <summary>Whether it is for a topic, where it is said for all of them in <see cref="RouteDefaults.Features"/>. Default true.</summary>
    /// <param name="topic">The topic's name, or a pattern.</param>
    bool IsFor(string topic) => true;

    /// <summary>Checks the settings against the finished table and adds what is wrong to the faults; called once per route, before the table is handed out.</summary>
    /// <param name="route">The route that has the feature.</param>
    /// <param name="table">All routes.</param>
    /// <param name="faults">Where to add faults.</param>
    void Check(TopicRoute route, RouteTable table, RouteFaults faults);
}
