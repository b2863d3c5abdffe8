using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Routing.Support;

/// <summary>Builds tables and gathers faults in one line.</summary>
internal static class Drawn
{
    public static RouteDefaults Host { get; } = new() { GroupId = "shop" };

    public static RouteTable Table(Action<DrawBuilder> draw, RouteDefaults? host = null) => new RoutesBuilder().Draw(draw).Build(host ?? Host);

    /// <summary>The route of the topic "orders", declared outside a group.</summary>
    public static TopicRoute Orders(Action<TopicBuilder> configure, RouteDefaults? host = null) =>
        Table(draw => draw.Topic("orders", topic => configure(topic.Handled())), host).Topics.Single();

    public static IReadOnlyList<RouteFault> Faults(Action<DrawBuilder> draw, RouteDefaults? host = null) =>
        Assert.Throws<InvalidRoutesException>(() => Table(draw, host)).Faults;

    /// <summary>The one fault of the topic "orders", declared outside a group.</summary>
    public static RouteFault OrdersFault(Action<TopicBuilder> configure, RouteDefaults? host = null) =>
        Assert.Single(Faults(draw => draw.Topic("orders", topic => configure(topic.Handled())), host));

    public static TopicBuilder Handled(this TopicBuilder topic) => topic.ConsumerType(typeof(Handler));

    internal sealed class Handler;
}
