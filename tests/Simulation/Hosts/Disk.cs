namespace Kafka.Dlq.Tests.Simulation.Hosts;

/// <summary>The disk of a machine: what was written there outlives the process.</summary>
internal sealed class Disk
{
    /// <summary>The process that has it, or had it last.</summary>
    public Host? Owner { get; set; }

    public List<SpooledEntry> Entries { get; } = [];

    /// <summary>Whether a process that starts may have it.</summary>
    public bool IsFree => Owner is null || Owner.IsStopped || Owner.Process.IsDead;

    public bool IsDrained => Entries.TrueForAll(entry => entry.IsRemoved);

    public override string ToString() => $"the letter of {Entries.First(entry => !entry.IsRemoved).Source.Place} still lies on the disk that {Owner?.Name} had";
}
