using Kafka.Dlq.Routing;

namespace Kafka.Dlq.DeadLetters;

/// <summary>How long the records of a topic are left alone before they are handled, as the verb <c>DelayBy</c> set it.</summary>
/// <param name="Delay">The time between a record's timestamp and its first run.</param>
public sealed record DelaySettings(TimeSpan Delay) : IRouteFeature
{
    /// <summary>The longest delay that can be said: 2^31 - 1 ms, nearly 25 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <inheritdoc />
    public string Verb => "DelayBy";

    /// <summary>
    /// Whether <see cref="DeadLetterHeaders.DueAt"/> is the time at which the record is due, as in a retry topic; otherwise it stands in for the timestamp and the delay is added to it.
    /// </summary>
    internal bool IsPartOfDueAt { get; init; }

    /// <inheritdoc />
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (Delay < TimeSpan.Zero || Delay > Longest)
        {
            faults.Add(route, Verb, Delay, $"zero (records wait for their {DeadLetterHeaders.DueAt} only) to {Longest}");
        }
    }
}
