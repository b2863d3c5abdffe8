using Confluent.Kafka;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>The messages that the consumers of a scenario finished with, in the order in which they did. Consumers take it in their constructor.</summary>
public sealed class Handled
{
    private readonly ConcurrentQueue<TopicPartitionOffset> _places = new();

    public int Count => _places.Count;

    public IReadOnlyList<TopicPartitionOffset> All => [.. _places];

    public void Add(Message message) => _places.Enqueue(message.TopicPartitionOffset);

    /// <summary>The offsets handled of one partition, in the order of their handling.</summary>
    public IReadOnlyList<long> Offsets(string topic, int partition = 0) =>
        [.. _places.Where(place => place.Topic == topic && place.Partition == partition).Select(place => place.Offset.Value)];
}
