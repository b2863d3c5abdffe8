namespace Kafka.Dlq.Benchmarks.Files;

/// <summary>One measurement of the dead letter files.</summary>
/// <param name="Row">What was done.</param>
/// <param name="ValueBytes">The size of each entry's value.</param>
/// <param name="PerSecond">Entries a second.</param>
internal sealed record FileSample(string Row, int ValueBytes, double PerSecond);
