namespace Kafka.Dlq.Benchmarks.Idle;

/// <summary>What an <see cref="IdleJob"/> gave.</summary>
/// <param name="ResidentBytes">Memory of the process at the end.</param>
/// <param name="ManagedBytes">What lived in the managed heap at the end, after a collection.</param>
/// <param name="CpuShare">Processor time by time; 1 is one core.</param>
/// <param name="Threads">Threads of the process at the end, the client's own included.</param>
internal sealed record IdleMeasured(long ResidentBytes, long ManagedBytes, double CpuShare, int Threads);
