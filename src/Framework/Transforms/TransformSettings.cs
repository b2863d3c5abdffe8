using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Transforms;

/// <summary>A transform on a route: where its outputs may go, and the function.</summary>
/// <param name="Verb">The verb, as faults name it.</param>
/// <param name="Targets">The topics it may write to.</param>
/// <param name="Function">A <see cref="TransformFunction{TIn}"/> of the route's payload.</param>
internal sealed record TransformSettings(string Verb, IReadOnlyList<string> Targets, Delegate Function) : IRouteFeature
{
    public void Check(TopicRoute route, RouteTable table, RouteFaults faults)
    {
        if (Targets.Count == 0)
        {
            faults.Add(route, $"{Verb}(to)", "no topic", "one topic or more");
        }

        foreach (string target in Targets)
        {
            if (!TopicNames.IsLegal(target))
            {
                faults.Add(route, $"{Verb}(to)", target, TopicNames.Rule);
            }
            else if (route.Covers(target))
            {
                faults.Add(route, $"{Verb}(to)", target, "a topic other than the one that is read: each output would be transformed again, for ever");
            }
        }

        if (route.ManualOffsetManagement)
        {
            faults.Add(route, "ManualOffsetManagement", found: true, $"none with {Verb}, which marks each message when its outputs are acknowledged");
        }
    }
}
