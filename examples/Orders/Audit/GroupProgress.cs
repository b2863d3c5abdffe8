using Confluent.Kafka;

namespace Kafka.Dlq.Examples.Orders.Audit;

/// <summary>Asks the broker how far topics reach and how far the group has come, without being a member of the group.</summary>
/// <remarks>A client of its own: on the connection of one that fetches, each question would wait behind a fetch.</remarks>
internal sealed class GroupProgress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IConsumer<byte[], byte[]> _client;
    private readonly TopicPartition[] _orders;

    public GroupProgress(ExampleKafka broker, OrderTopics topics)
    {
        ConsumerConfig settings = broker.Client<ConsumerConfig>();
        settings.GroupId = topics.Group;
        settings.EnableAutoCommit = false;
        _client = new ConsumerBuilder<byte[], byte[]>(settings).Build();
        Partitions = [.. Find(broker, topics)];
        _orders = [.. Partitions.Where(partition => partition.Topic == topics.Orders)];
    }

    /// <summary>The partitions of all topics of the example.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; }

    /// <summary>Whether the group has committed everything that the orders topic holds.</summary>
    public bool IsDone()
    {
        IReadOnlyDictionary<TopicPartition, Offset> committed = Committed();
        return _orders.All(partition => Ends(partition) is var ends && (ends.High == ends.Low || committed[partition] >= ends.High));
    }

    /// <summary>The group's committed offset of each partition of the orders topic; <see cref="Offset.Unset"/> where there is none.</summary>
    public IReadOnlyDictionary<TopicPartition, Offset> Committed() =>
        _client.Committed(_orders, Patience).ToDictionary(at => at.TopicPartition, at => at.Offset);

    /// <summary>The first offset of a partition and the one that its next record will have.</summary>
    public WatermarkOffsets Ends(TopicPartition partition) => _client.QueryWatermarkOffsets(partition, Patience);

    public void Dispose() => _client.Dispose();

    private static IEnumerable<TopicPartition> Find(ExampleKafka broker, OrderTopics topics)
    {
        using IAdminClient admin = new AdminClientBuilder(broker.Client<AdminClientConfig>()).Build();
        foreach (string topic in topics.All)
        {
            TopicMetadata metadata = admin.GetMetadata(topic, Patience).Topics.Single();
            if (metadata.Error.IsError)
            {
                throw new KafkaException(new Error(metadata.Error.Code, $"Topic {topic} cannot be read: {metadata.Error.Reason}"));
            }

            foreach (PartitionMetadata partition in metadata.Partitions)
            {
                yield return new TopicPartition(topic, partition.PartitionId);
            }
        }
    }
}
