namespace Kafka.Dlq.Benchmarks.Failures;

/// <summary>One measurement in one round.</summary>
internal sealed record FailureSample(int Round, long Records, int Every, DispatchMethod Dispatch, FailureMeasured Measured);
