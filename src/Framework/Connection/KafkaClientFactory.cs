using Confluent.Kafka;
using Kafka.Dlq.Connection.Native;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Connection;

/// <summary>Makes clients over Confluent.Kafka's consumer: the one that fetches native batches where that is wanted and possible, else the managed one.</summary>
internal sealed class KafkaClientFactory(string clientId, FetchMode mode, ILogger logger, TimeProvider time) : IKafkaClientFactory
{
    public IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events)
    {
        NativeReader reader = new(topics);
        IConsumer<byte[]?, byte[]?> consumer = Build(route, reader, events);
        ManagedKafkaClient managed = new(consumer, topics, time);
        if (mode == FetchMode.Managed)
        {
            return managed;
        }

        nint handle = NativeHandle.Find(consumer, out string reason);
        if (handle == 0)
        {
            ClientLog.FetchesManaged(logger, reason);
            return managed;
        }

        return new NativeKafkaClient(managed, handle, reader);
    }

    private IConsumer<byte[]?, byte[]?> Build(SubscriptionGroupRoute route, NativeReader reader, IKafkaClientEvents events) =>
        // The Action overloads: handlers that return offsets are refused under cooperative and KIP-848 assignment. Lost is registered beside revoked,
        // or losing partitions would be told as a revoke and commit what may be another member's by now.
        new ConsumerBuilder<byte[]?, byte[]?>(ConsumerSettings.For(route, clientId))
            .SetPartitionsAssignedHandler((_, partitions) =>
            {
                reader.ForgetTopics();
                events.Assigned(partitions);
            })
            .SetPartitionsRevokedHandler((_, partitions) => events.Revoked([.. partitions.Select(partition => partition.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => events.Lost([.. partitions.Select(partition => partition.TopicPartition)]))
            .SetErrorHandler((_, error) => events.ClientError(error))
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .Build();
}
