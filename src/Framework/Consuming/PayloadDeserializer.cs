using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Consuming;

/// <summary>How a route's payloads are read: an <c>IDeserializer</c> of some type.</summary>
internal sealed record PayloadDeserializer(object Deserializer) : IRouteFeature
{
    public string Verb => "Deserializer";

    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        // Any deserializer is right for some consumer: what a message is asked for is only known when it is asked.
    }
}
