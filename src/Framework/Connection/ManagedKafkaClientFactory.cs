using Confluent.Kafka;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Connection;

/// <summary>Makes clients over Confluent.Kafka's consumer.</summary>
internal sealed class ManagedKafkaClientFactory(string clientId, ILogger logger, TimeProvider time) : IKafkaClientFactory
{
    public IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events)
    {
        // The Action overloads: handlers that return offsets are refused under cooperative and KIP-848 assignment. Lost is registered beside revoked,
        // or losing partitions would be told as a revoke and commit what may be another member's by now.
        IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(ConsumerSettings.For(route, clientId))
            .SetPartitionsAssignedHandler((_, partitions) => events.Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => events.Revoked([.. partitions.Select(partition => partition.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => events.Lost([.. partitions.Select(partition => partition.TopicPartition)]))
            .SetErrorHandler((_, error) => events.ClientError(error))
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .Build();
        return new ManagedKafkaClient(consumer, topics, time);
    }
}
