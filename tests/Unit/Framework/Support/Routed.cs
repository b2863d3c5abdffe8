using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Framework.Support;

/// <summary>Routes in one line: topic "orders" of the group "shop".</summary>
internal static class Routed
{
    public static RouteTable Table(Action<DrawBuilder> draw) => new RoutesBuilder().Draw(draw).Build(new RouteDefaults { GroupId = "shop" });

    public static RoutedTopic Orders(Action<TopicBuilder>? configure = null, Type? consumer = null) => Of(OrdersTable(configure, consumer).Topics[0]);

    /// <summary>The route of topic "orders", and those of its retry topics.</summary>
    public static RouteTable OrdersTable(Action<TopicBuilder>? configure = null, Type? consumer = null) => Table(draw => draw.Topic("orders", topic =>
    {
        topic.ConsumerType(consumer ?? typeof(BatchConsumer));
        configure?.Invoke(topic);
    }));

    public static RoutedTopic Of(TopicRoute route) => new(route, CriticalErrors.Default);
}
