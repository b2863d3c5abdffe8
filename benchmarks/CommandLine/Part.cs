namespace Kafka.Dlq.Benchmarks.CommandLine;

/// <summary>What can be measured.</summary>
internal enum Part
{
    Throughput,
    Failures,
    Latency,
    Idle,
    Start,
    Inner,
}
