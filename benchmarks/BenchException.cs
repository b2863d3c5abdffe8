namespace Kafka.Dlq.Benchmarks;

/// <summary>A benchmark that could not be run, or that found something wrong. Its message is all that the person at the screen needs.</summary>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner);
