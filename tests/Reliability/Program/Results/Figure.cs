namespace Kafka.Dlq.Reliability.Results;

/// <summary>A number that a campaign measured.</summary>
/// <param name="Name">What it counts, for instance "lost".</param>
/// <param name="Unit">Its unit; empty for a count.</param>
/// <param name="Together">How the figures of several pieces of a campaign become one.</param>
internal sealed record Figure(string Name, double Value, string Unit = "", Together Together = Together.Sum)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:#,0.##}{(Unit.Length > 0 ? " " + Unit : "")}");
}
