using Kafka.Dlq.Routing;
using System.Collections.Concurrent;

namespace Kafka.Dlq.Processing;

/// <summary>The breakers of a host's routes, each made when the first of its partitions comes and kept through rebalances. Retry topics have that of the topic they are for: what their messages need is the same.</summary>
internal sealed class StormGates(KafkaMonitor monitor, TimeProvider time)
{
    private readonly ConcurrentDictionary<TopicRoute, StormGate> _gates = new(ReferenceEqualityComparer.Instance);

    /// <summary>The breaker of a route; null when it has none.</summary>
    public StormGate? Of(TopicRoute route) => route.Feature<DeadLetterQueueSettings>()?.Breaker is { } options
        ? _gates.GetOrAdd(route.CompanionOf ?? route, key => new StormGate(key, options, monitor, time))
        : null;
}
