using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Transforms;

namespace Kafka.Dlq.Hosting;

/// <summary>The topics that a host writes to, beside the dead letters of its consumers: outputs of transforms, what comes in from outside, and declared dead letter queues. Pure.</summary>
internal static class WrittenTopics
{
    public static IEnumerable<(string? Cluster, WantedTopic Topic)> Of(RouteTable routes, Clusters clusters)
    {
        foreach (TopicRoute route in routes.Topics.Where(route => route.CompanionOf is null))
        {
            if (route is { IsActive: true } && route.Feature<TransformSettings>() is { } transform)
            {
                foreach (string target in transform.Targets)
                {
                    yield return (clusters.ServersOf(route), WantedTopic.Written(target, $"a transform of '{route.Topic}'"));
                }
            }

            if (route.Feature<InletFeature>() is { } inlet)
            {
                yield return (null, WantedTopic.Written(route.Topic, inlet.Name));
                if (inlet.QueueOf(route, routes) is { } queue)
                {
                    yield return (queue.Cluster, WantedTopic.DeadLetterTarget(queue.Topic!, route.Topic));
                }
            }

            if (route is { IsActive: false, Declaration: null } && route.Feature<DeclaredDeadLetterQueue>() is { } declared)
            {
                yield return (declared.Queue.Settings.Cluster ?? clusters.HomeOf(route, routes), WantedTopic.Written(route.Topic, "dead letters"));
            }
        }
    }
}
