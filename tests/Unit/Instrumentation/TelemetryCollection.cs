namespace Kafka.Dlq.Tests.Unit.Instrumentation;

/// <summary>Tests that listen to the process-wide activity source and meters, or need that nobody does: they run while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "Telemetry";
}
