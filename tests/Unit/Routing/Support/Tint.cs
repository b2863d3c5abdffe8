using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Routing.Support;

/// <summary>A feature: a value and a check.</summary>
internal sealed record Tint(string Colour, Action<TopicRoute, RouteTable, RouteFaults>? Rule = null) : IRouteFeature
{
    public string Verb => "Tint";

    public void Check(TopicRoute route, RouteTable table, RouteFaults faults) => Rule?.Invoke(route, table, faults);
}
