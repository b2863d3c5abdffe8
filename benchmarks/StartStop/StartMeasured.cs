namespace Kafka.Dlq.Benchmarks.StartStop;

/// <summary>What a <see cref="StartJob"/> gave.</summary>
/// <param name="StartMilliseconds">From building the host (the consumer) in a process that did nothing before until the first record was in the handler (the loop).</param>
/// <param name="StopMilliseconds">From asking it to stop until it had stopped: offsets committed, group left.</param>
internal sealed record StartMeasured(double StartMilliseconds, double StopMilliseconds);
