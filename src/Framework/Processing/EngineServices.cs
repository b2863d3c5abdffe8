using Confluent.Kafka;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Rejecting;
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
    /// <summary>Lets messages that may kill the process run alone.</summary>
    public SuspectGate Suspects { get; } = new(Time);

    /// <summary>Writes the records of transforms. Null where nothing is written.</summary>
    public OutputWriter? Publish { get; init; }

    /// <summary>Makes what sends letters and offsets in transactions, for a connection that has such a topic; null where none has.</summary>
    public Func<SubscriptionGroupRoute, ITransactionGroup, TransactionalDispatcher>? Transactions { get; init; }

    public IThreads Threads { get; init; } = SystemThreads.Instance;

    /// <summary>The breakers of all routes; a route and its retry topics, which are read over other connections, have one together.</summary>
    public StormGates Storms { get; } = new(Monitor, Time);

    public RejectServices Rejects { get; init; } = RejectServices.None;
}
