using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Consuming;

/// <summary>How a route's keys are read: an <c>IDeserializer</c> of some type.</summary>
internal sealed record KeyDeserializer(object Deserializer) : IRouteFeature
{
    public string Verb => "KeyDeserializer";

    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        // Any deserializer is right for some consumer: what a message is asked for is only known when it is asked.
    }
}
