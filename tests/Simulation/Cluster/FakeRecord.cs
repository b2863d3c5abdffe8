using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A record of the source topic and what becomes of it.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Failures">How often a transient one fails.</param>
/// <param name="Payload">Its value.</param>
/// <param name="Written">Its timestamp.</param>
internal sealed record FakeRecord(int Partition, long Offset, RecordKind Kind, int Failures, byte[] Payload, DateTimeOffset Written)
{
    /// <summary>Whether the process that handles it dies.</summary>
    public bool Kills { get; init; }

    public string Place => $"{Partition}/{Offset}";
}
