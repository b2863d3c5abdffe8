using Kafka.Dlq.Benchmarks.Measuring;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>One measurement of one contender in one round.</summary>
/// <param name="Size">Size of the values in bytes.</param>
internal sealed record ThroughputSample(int Round, int Size, int Partitions, Contender Contender, Measured Measured);
