namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>What a <see cref="LatencyJob"/> gave.</summary>
/// <param name="FromProducer">From the producer's call to the handler's first line.</param>
/// <param name="FromFetch">From the return of the client's fetch to the handler's first line; null for the loop, which has nothing between the two.</param>
internal sealed record LatencyRun(LatencyMeasured FromProducer, LatencyMeasured? FromFetch);
