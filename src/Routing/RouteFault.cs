namespace Kafka.Dlq;

/// <summary>One thing that is wrong with the routes.</summary>
/// <param name="Group">The consumer group it was found in; null where it concerns no single group.</param>
/// <param name="Topic">The topic it was found at; null where it concerns no single topic.</param>
/// <param name="Option">The verb or option at fault, as it is written in code.</param>
/// <param name="Found">The value found, as text.</param>
/// <param name="Allowed">What is allowed instead, or what to do.</param>
public sealed record RouteFault(string? Group, string? Topic, string Option, string Found, string Allowed)
{
    /// <summary>The fault as one line.</summary>
    public override string ToString()
    {
        string group = string.IsNullOrEmpty(Group) ? "" : $"group '{Group}', ";
        string topic = Topic is null ? "" : $"topic '{Topic}', ";
        return $"{group}{topic}{Option}: found {Found}; allowed: {Allowed}";
    }
}
