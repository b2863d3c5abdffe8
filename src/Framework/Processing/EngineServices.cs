using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
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
    public IThreads Threads { get; init; } = SystemThreads.Instance;

    /// <summary>The breakers of all routes; a route and its retry topics, which are read over other connections, have one together.</summary>
    public StormGates Storms { get; } = new(Monitor, Time);
}
