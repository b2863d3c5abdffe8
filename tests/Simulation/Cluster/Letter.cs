namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A record of the dead letter topic.</summary>
internal sealed record Letter(string Id, FakeRecord Source, byte[]? Payload)
{
    /// <summary>Whether it was committed in one transaction with its offset.</summary>
    public bool IsTransactional { get; init; }
}
