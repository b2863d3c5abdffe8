using Confluent.Kafka;
using Kafka.Dlq.Connection.Native;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.Logging;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection;

/// <summary>Makes clients over Confluent.Kafka's consumer: the one that fetches native batches where that is wanted and possible, else the managed one.</summary>
internal sealed class KafkaClientFactory(string clientId, FetchMode mode, ILogger logger, TimeProvider time) : IKafkaClientFactory
{
    public IKafkaClient Create(SubscriptionGroupRoute route, TopicLookup topics, IKafkaClientEvents events)
    {
        NativeReader reader = new(topics);
        IConsumer<byte[]?, byte[]?> consumer = Build(route, reader, events);
        SafeHandle? handle = NativeHandle.Find(consumer, out string reason);
        ManagedKafkaClient managed = new(consumer, topics, time) { Marks = MarksFor(route, consumer, handle, reason) };
        if (mode == FetchMode.Managed)
        {
            return managed;
        }

        if (handle is null)
        {
            ClientLog.FetchesManaged(logger, reason);
            return managed;
        }

        return new NativeKafkaClient(managed, handle.DangerousGetHandle(), reader);
    }

    private static NativeOffsets? MarksFor(SubscriptionGroupRoute route, IConsumer<byte[]?, byte[]?> consumer, SafeHandle? handle, string reason)
    {
        if (!route.Topics.Any(topic => topic.Feature<DeadLetterQueueSettings>() is { MaxCrashes: not null }))
        {
            return null;
        }

        if (handle is null)
        {
            consumer.Dispose();
            throw new InvalidOperationException($"CrashGuard writes the metadata of committed offsets through the native client, which cannot be reached: {reason}. Use the version of Confluent.Kafka that this package was built with, or leave CrashGuard out");
        }

        return new NativeOffsets(handle);
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
