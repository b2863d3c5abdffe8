namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>A partition as the client has it: from where it goes on.</summary>
internal sealed class Holding(long position, int epoch)
{
    public long Position { get; set; } = position;

    /// <summary>Which assignment of the process this is.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>Whether it went on elsewhere since the consumer last ran: what is in work then is from before.</summary>
    public bool IsSought { get; set; }

    public bool IsRevoking { get; set; }

    /// <summary>Whether the client told that the end was reached.</summary>
    public bool IsEndTold { get; set; }
}
