using Kafka.Dlq.Tests.Simulation.Checks;

namespace Kafka.Dlq.Tests.Simulation.Runs;

/// <summary>Adds up outcomes.</summary>
internal sealed class Totals
{
    private long _steps;
    private long _handlings;
    private long _doubled;
    private long _letters;

    public Sightings Seen { get; } = new();

    public int Seeds { get; private set; }

    public int Violations { get; private set; }

    public void Add(Outcome outcome)
    {
        Seeds++;
        Violations += outcome.Violation is null ? 0 : 1;
        Seen.Add(outcome.Seen);
        _steps += outcome.Steps;
        _handlings += outcome.Handlings;
        _doubled += outcome.Doubled;
        _letters += outcome.Letters;
    }

    public string ToString(TimeSpan elapsed) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Seeds:N0} seeds, {Violations} violation(s), {_steps:N0} steps, {_handlings:N0} handlings ({_doubled:N0} doubled), {_letters:N0} letters, {elapsed.TotalSeconds:0.0} s ({Seeds / elapsed.TotalSeconds:0} seeds/s); occurred: {Seen}");
}
