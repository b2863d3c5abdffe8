using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq.Routing.Checks;

/// <summary>Adds faults of one place.</summary>
/// <param name="Faults">Where they go.</param>
/// <param name="Group">The consumer group, if any.</param>
/// <param name="Topic">The topic, if any.</param>
/// <param name="Within">The verb around the options, where there is no topic: <c>Defaults</c>.</param>
internal sealed record FaultsAt(RouteFaults Faults, string? Group, string? Topic, string? Within = null)
{
    public void Add(string option, object? found, string allowed) => AddText(option, ValueText.Of(found), allowed);

    public void AddText(string option, string found, string allowed) =>
        Faults.Add(new RouteFault(Group, Topic, Within is null ? option : $"{Within} {option}", found, allowed));
}
