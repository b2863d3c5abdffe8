namespace Kafka.Dlq.Instrumentation;

/// <summary>How the spool of a dead letter topic stands at the moment of asking.</summary>
/// <param name="TargetTopic">The dead letter topic.</param>
/// <param name="Cluster">The name of its cluster; null for the host's own.</param>
/// <param name="Letters">How many letters lie in its files; delivered ones count until their file is removed, and 0 says that none waits.</param>
/// <param name="Bytes">What its files take.</param>
/// <param name="OldestAge">How long the oldest of them lies there; null when none waits.</param>
public readonly record struct SpoolMeasurement(string TargetTopic, string? Cluster, long Letters, long Bytes, TimeSpan? OldestAge);
