using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Dlq.Connection;

/// <summary>Asks the broker who owns what in a connection's group.</summary>
internal static class GroupOwnership
{
    /// <summary>The partitions of a connection's topics that no member owns; null while the group is not at rest, or when that cannot be known.</summary>
    /// <param name="client">A client of the same cluster, whose connections to it are used.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="topics">Knows which topics the connection subscribes to.</param>
    /// <param name="timeout">The longest wait for an answer to one request.</param>
    public static async Task<IReadOnlyList<TopicPartition>?> UnownedAsync(Handle client, string groupId, TopicLookup topics, TimeSpan timeout)
    {
        try
        {
            using IAdminClient admin = new DependentAdminClientBuilder(client).Build();
            DescribeConsumerGroupsResult told = await admin.DescribeConsumerGroupsAsync([groupId], new DescribeConsumerGroupsOptions { RequestTimeout = timeout });
            if (told.ConsumerGroupDescriptions is not [{ State: ConsumerGroupState.Stable } group])
            {
                return null;
            }

            HashSet<TopicPartition> owned = [.. group.Members.SelectMany(member => member.Assignment.TopicPartitions)];
            return [.. PartitionsOf(admin.GetMetadata(timeout), topics).Where(partition => !owned.Contains(partition))];
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static IEnumerable<TopicPartition> PartitionsOf(Metadata cluster, TopicLookup topics) =>
        from topic in cluster.Topics
        where !topic.Error.IsError && topics.Has(topic.Topic)
        from partition in topic.Partitions
        select new TopicPartition(topic.Topic, partition.PartitionId);
}
