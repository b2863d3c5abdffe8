using System.Collections.Concurrent;

namespace Kafka.Dlq.Processing;

/// <summary>The breakers of a connection's routes, each made when the first of its partitions comes and kept through rebalances.</summary>
internal sealed class StormGates(KafkaMonitor monitor, TimeProvider time)
{
    private readonly ConcurrentDictionary<RoutedTopic, StormGate> _gates = new(ReferenceEqualityComparer.Instance);

    /// <summary>The breaker of a route; null when it has none.</summary>
    public StormGate? Of(RoutedTopic topic) => topic.DeadLetterQueue?.Breaker is { } options
        ? _gates.GetOrAdd(topic, key => new StormGate(key, options, monitor, time))
        : null;
}
