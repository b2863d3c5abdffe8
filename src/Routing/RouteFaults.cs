using Kafka.Dlq.Routing.Building;

namespace Kafka.Dlq.Routing;

/// <summary>Gathers what is wrong with the routes, so that it can be told all together. Not for use by several threads at once.</summary>
public sealed class RouteFaults
{
    private readonly List<RouteFault> _faults = [];

    /// <summary>The faults so far, in the order in which they were found.</summary>
    public IReadOnlyList<RouteFault> Found => _faults;

    /// <summary>Adds a fault of one route.</summary>
    /// <param name="route">The route at fault.</param>
    /// <param name="option">The verb or its parameter, as it is written in code.</param>
    /// <param name="found">The value found; null is told as "nothing", text in quotes, numbers and times in the invariant culture.</param>
    /// <param name="allowed">What is allowed instead, or what to do.</param>
    public void Add(TopicRoute route, string option, object? found, string allowed)
    {
        ArgumentNullException.ThrowIfNull(route);
        Add(route.GroupId, route.Topic, option, found, allowed);
    }

    /// <summary>Adds a fault.</summary>
    /// <param name="group">The consumer group; null where the fault concerns no single one.</param>
    /// <param name="topic">The topic; null where the fault concerns no single one.</param>
    /// <param name="option">The verb or its parameter, as it is written in code.</param>
    /// <param name="found">The value found; null is told as "nothing", text in quotes, numbers and times in the invariant culture.</param>
    /// <param name="allowed">What is allowed instead, or what to do.</param>
    public void Add(string? group, string? topic, string option, object? found, string allowed) =>
        Add(new RouteFault(group, topic, option, ValueText.Of(found), allowed));

    /// <summary>Adds a fault whose value found is a text already.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(RouteFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _faults.Add(fault);
    }
}
