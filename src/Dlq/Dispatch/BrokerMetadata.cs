using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Asks brokers about topics over a producer's own connections.</summary>
internal static class BrokerMetadata
{
    // Well below the ten seconds in which an unreachable cluster must be told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A <see cref="PartitionCountQuery"/>. The client's call blocks, so it has a thread of the pool.</summary>
    public static Task<int> CountPartitionsAsync(IProducer<byte[]?, byte[]?> producer, string topic) =>
        Task.Run(() => CountPartitions(producer.Handle, topic));

    private static int CountPartitions(Handle handle, string topic)
    {
        using IAdminClient client = new DependentAdminClientBuilder(handle).Build();
        TopicMetadata? found = client.GetMetadata(topic, Patience).Topics.FirstOrDefault(candidate => candidate.Topic == topic);
        Error error = found?.Error ?? new Error(ErrorCode.UnknownTopicOrPart);
        if (error.IsError)
        {
            throw new KafkaException(error);
        }

        return found!.Partitions.Count > 0 ? found.Partitions.Count : throw new KafkaException(ErrorCode.LeaderNotAvailable);
    }
}
