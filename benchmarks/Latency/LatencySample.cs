namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>The tuned loop and ours in one round, at the same rate.</summary>
/// <param name="Rate">Records produced per second.</param>
internal sealed record LatencySample(int Round, int Rate, LatencyRun Loop, LatencyRun Ours);
