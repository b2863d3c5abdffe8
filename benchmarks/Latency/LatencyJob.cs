using Kafka.Dlq.Benchmarks.Broker;

namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>A producer and a consumer in one process: the time from the one's hand to the other's.</summary>
/// <param name="Member">In whose name.</param>
/// <param name="Topic">An empty topic.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Rate">Records produced per second; null for as many as the producer can.</param>
/// <param name="IsOurs">Whether a <c>MessageConsumer</c> of ours takes them; otherwise the tuned loop.</param>
internal sealed record LatencyJob(Member Member, string Topic, int Partitions, int? Rate, bool IsOurs);
