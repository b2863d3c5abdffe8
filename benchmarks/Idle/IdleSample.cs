namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>One measurement in one round.</summary>
internal sealed record IdleSample(int Round, int Partitions, bool IsOurs, IdleMeasured Measured);
