using Confluent.Kafka;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Tests.Integration.Delays;

/// <summary>When each message was handled.</summary>
internal sealed class Moments
{
    private readonly ConcurrentDictionary<TopicPartitionOffset, DateTimeOffset> _handled = new();

    public int Count => _handled.Count;

    public IReadOnlyDictionary<TopicPartitionOffset, DateTimeOffset> All => _handled;

    public void Note(Message message) => _handled.TryAdd(message.TopicPartitionOffset, DateTimeOffset.UtcNow);
}
