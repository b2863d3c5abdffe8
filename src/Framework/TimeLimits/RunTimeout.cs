using Kafka.Dlq.Routing;

namespace Kafka.Dlq.TimeLimits;

/// <summary>How long a message, or a run of a batch, of a route may take.</summary>
internal sealed record RunTimeout(TimeSpan Limit) : IRouteFeature
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public string Verb => nameof(TimeoutVerb.Timeout);

    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        if (Limit <= TimeSpan.Zero || Limit > Longest)
        {
            faults.Add(route, Verb, Limit, $"more than zero to {int.MaxValue} ms; leave it out for no limit");
        }
    }
}
