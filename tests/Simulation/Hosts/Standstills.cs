using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>The assignments of a host in which no run may begin: until the host has stopped, until the partition is assigned anew, or until a user says so.</summary>
internal sealed class Standstills(World world, Host host)
{
    private readonly Dictionary<(int Partition, int? Epoch), string> _reasons = [];

    /// <summary>A partition stands still from now on, if it is still the host's.</summary>
    public void Begin(int partition, string reason)
    {
        if (host.Client.EpochOf(partition) is { } epoch)
        {
            _reasons[(partition, epoch)] = reason;
        }
    }

    /// <summary>Runs may begin again.</summary>
    /// <returns>Whether the partition stood still.</returns>
    public bool End(int partition, int? epoch) => _reasons.Remove((partition, epoch));

    public void CheckRun(int partition, int? epoch)
    {
        if (_reasons.TryGetValue((partition, epoch), out string? reason))
        {
            world.Fail($"{host.Name} runs partition {partition}, which stands still because {reason}");
        }
    }
}
