namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>One measurement in one round.</summary>
internal sealed record StartSample(int Round, bool IsOurs, StartMeasured Measured);
