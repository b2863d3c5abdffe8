using Confluent.Kafka;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Remembers how many partitions dead letter topics have, for each producer, since each may belong to another cluster.</summary>
internal sealed class TargetTopics(PartitionCountQuery query, TimeProvider time)
{
    private readonly ConditionalWeakTable<IProducer<byte[]?, byte[]?>, ConcurrentDictionary<string, TargetTopic>> _known = [];

    /// <summary>How many partitions the topic has; completed at once when that is known.</summary>
    public ValueTask<int> CountAsync(IProducer<byte[]?, byte[]?> producer, string topic, CancellationToken cancellationToken) =>
        Find(producer, topic).CountAsync(cancellationToken);

    /// <summary>How many partitions the topic has, where that is known.</summary>
    public bool TryCount(IProducer<byte[]?, byte[]?> producer, string topic, out int count) => Find(producer, topic).TryCount(out count);

    /// <summary>Asks for the topic's partitions in the background, unless they are known.</summary>
    public void Prepare(IProducer<byte[]?, byte[]?> producer, string topic) => Find(producer, topic).Prepare();

    /// <summary>Drops what is known, because a try failed and it may be wrong.</summary>
    public void Forget(IProducer<byte[]?, byte[]?> producer, string topic) => Find(producer, topic).Forget();

    private TargetTopic Find(IProducer<byte[]?, byte[]?> producer, string topic)
    {
        ConcurrentDictionary<string, TargetTopic> topics = _known.GetValue(producer, _ => new ConcurrentDictionary<string, TargetTopic>(StringComparer.Ordinal));
        return topics.TryGetValue(topic, out TargetTopic? target) ? target : topics.GetOrAdd(topic, name => new TargetTopic(() => query(producer, name), time));
    }
}
