namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>Where results go beside the screen.</summary>
/// <param name="Json">The file that keeps all samples; null for none.</param>
internal sealed record BenchOutput(string? Json);
