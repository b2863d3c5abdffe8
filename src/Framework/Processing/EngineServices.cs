using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Rejecting;
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

    public RejectServices Rejects { get; init; } = RejectServices.None;
}
