namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>Who reads.</summary>
internal enum Contender
{
    /// <summary>librdkafka's batches as they are: no objects, payloads where they lie. What the machine can do.</summary>
    BareNative,

    /// <summary>A loop around <c>IConsumer.Consume</c> with <c>fetch.queue.backoff.ms</c> 10: what one would write by hand.</summary>
    TunedLoop,

    /// <summary>The same with the client's default settings.</summary>
    DefaultLoop,

    /// <summary>The tuned loop, which reads each value as JSON.</summary>
    TunedLoopJson,

    /// <summary>Ours: <c>BaseConsumer</c>, which only counts its batch.</summary>
    Batch,

    /// <summary>Ours: <c>BaseConsumer&lt;T&gt;</c>, which reads each value as JSON.</summary>
    BatchJson,

    /// <summary>Ours: <c>MessageConsumer</c>, which only counts.</summary>
    Message,

    /// <summary>Ours: <c>MessageConsumer&lt;T&gt;</c>, which reads each value as JSON.</summary>
    MessageJson,
}
