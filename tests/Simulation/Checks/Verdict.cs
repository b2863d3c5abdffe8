namespace Kafka.Dlq.Tests.Simulation.Checks;

/// <summary>Whether a run kept the invariants: remembers the first violation, after which the run ends.</summary>
internal sealed class Verdict
{
    public string? Violation { get; private set; }

    public bool IsFailed => Violation is not null;

    public void Fail(string violation) => Violation ??= violation;
}
