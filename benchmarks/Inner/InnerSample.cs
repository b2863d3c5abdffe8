namespace Kafka.Dlq.Benchmarks.Inner;

/// <summary>One inner part, as BenchmarkDotNet found it.</summary>
/// <param name="Nanoseconds">Median of a call.</param>
/// <param name="Least">The fastest iteration, per call.</param>
/// <param name="Most">The slowest iteration, per call.</param>
/// <param name="AllocatedBytes">Of a call.</param>
internal sealed record InnerSample(string Name, double Nanoseconds, double Least, double Most, long AllocatedBytes);
