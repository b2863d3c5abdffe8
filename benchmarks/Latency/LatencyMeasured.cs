namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>Times of many records, in microseconds.</summary>
/// <param name="Rate">Records per second that reached the handler.</param>
/// <param name="P50">Half of the records took at most so long.</param>
/// <param name="P99">99 of 100 took at most so long.</param>
/// <param name="P999">999 of 1,000 took at most so long.</param>
internal sealed record LatencyMeasured(double Rate, double P50, double P99, double P999);
