using Kafka.Dlq.Consuming;
using Kafka.Dlq.Routing;
using System.Text.Json;

namespace Kafka.Dlq.Hosting;

/// <summary>What types of records may go into a typed dead letter queue, and be read from it. Pure.</summary>
internal static class TypedQueueFaults
{
    /// <summary>The faults of one route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="ofHost">The queue of the whole host, which takes records of any type.</param>
    public static IEnumerable<RouteFault> Of(TopicRoute route, DeadLetterTopic? ofHost)
    {
        Type? payload = MessageFormat.PayloadType(route.ConsumerType);
        if (payload is null)
        {
            yield break;
        }

        if (route.Feature<DeadLetterQueueSettings>()?.Queue is { } queue && queue != ofHost && !Takes(queue.RecordType, payload))
        {
            yield return new RouteFault(route.GroupId, route.Topic, "DeadLetterQueue", $"{queue} for messages of {payload.Name}", $"a DeadLetterQueue<{payload.Name}>, or one of JsonElement, which is for records of any type");
        }

        if (payload.IsGenericType && payload.GetGenericTypeDefinition() == typeof(DeadLetter<>) && route.Feature<PayloadDeserializer>() is null)
        {
            yield return new RouteFault(route.GroupId, route.Topic, "Topic", $"a consumer of {payload.Name[..payload.Name.IndexOf('`')]}<{payload.GetGenericArguments()[0].Name}> and nothing that reads letters", "draw.DeadLetterQueue(queue, ...) in place of draw.Topic(...)");
        }
    }

    private static bool Takes(Type queue, Type payload) => queue.IsAssignableFrom(payload) || queue == typeof(JsonElement) || queue == typeof(byte[]) || queue == typeof(string);
}
