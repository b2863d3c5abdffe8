namespace Kafka.Dlq.Benchmarks.Latency;

/// <summary>What a <see cref="LatencyJob"/> gave; times in microseconds, from the call of the producer to the first line of the handler.</summary>
/// <param name="Rate">Records per second that reached the handler.</param>
/// <param name="P50">Half of the records took at most so long.</param>
/// <param name="P99">99 of 100 took at most so long.</param>
/// <param name="P999">999 of 1,000 took at most so long.</param>
internal sealed record LatencyMeasured(double Rate, double P50, double P99, double P999);
