using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Connection;

/// <summary>Makes the client of a connection.</summary>
internal interface IKafkaClientFactory
{
    IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events);
}
