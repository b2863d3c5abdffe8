using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Processing;

/// <summary>What all connections of a host share.</summary>
internal sealed record EngineServices(
    IServiceScopeFactory Scopes,
    KafkaMonitor Monitor,
    KafkaMeters Meters,
    TimeProvider Time,
    Random Random,
    StopSignals Stop,
    int MaxOutstanding,
    Action<TopicPartition, Exception> StopHost)
{
    /// <summary>Writes a record of a route's transform, to the cluster that the route reads from. Null where nothing is written.</summary>
    public Func<TopicRoute, string, Message<byte[]?, byte[]?>, Task<TopicPartitionOffset>>? Publish { get; init; }

    public IThreads Threads { get; init; } = SystemThreads.Instance;
}
