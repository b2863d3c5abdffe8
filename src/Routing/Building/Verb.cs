namespace Kafka.Dlq.Routing.Building;

/// <summary>A verb of the router and the type of its value.</summary>
/// <param name="Name">As it is written in code and as faults name it.</param>
internal sealed record Verb<T>(string Name)
    where T : notnull;
