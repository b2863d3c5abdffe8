using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>The assignments of a host in which no run may begin: until the host has stopped, until the partition is assigned anew, or until a user says so.</summary>
internal sealed class Standstills(World world, Host host)
{
    private readonly Dictionary<(int Partition, int? Epoch), string> _reasons = [];
    private readonly Dictionary<int, int?> _ran = [];

    /// <summary>A partition stands still from now on, in the assignment in which it ran last: what follows a run may be told when the partition is assigned anew already.</summary>
    /// <returns>That assignment, or null when it had ended before the run began.</returns>
    public int? Begin(int partition, string reason)
    {
        int? epoch = _ran.GetValueOrDefault(partition);
        if (epoch is not null)
        {
            _reasons[(partition, epoch)] = reason;
        }

        return epoch;
    }

    /// <summary>Runs may begin again.</summary>
    /// <returns>Whether the partition stood still.</returns>
    public bool End(int partition, int? epoch) => _reasons.Remove((partition, epoch));

    /// <summary>A run begins, which must not be where a partition stands still.</summary>
    public void BeginRun(int partition, int? epoch)
    {
        _ran[partition] = epoch;
        if (_reasons.TryGetValue((partition, epoch), out string? reason))
        {
            world.Fail($"{host.Name} runs partition {partition}, which stands still because {reason}");
        }
    }
}
