using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class DefaultsTests
{
    [Fact]
    public void Defaults_give_what_a_topic_left_unset_and_yield_to_what_it_said()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Defaults(topic => topic.Handled().MaxMessages(500).Set(new Tint("red")))
            .Topic("orders", _ => { })
            .Topic("refunds", topic => topic.MaxMessages(1).Set(new Tint("blue"))));

        Assert.Equal([(500, "red"), (1, "blue")], table.Topics.Select(route => (route.MaxMessages, route.Feature<Tint>()!.Colour)));
        Assert.Equal(typeof(Drawn.Handler), table.Topics[0].ConsumerType);
    }

    [Fact]
    public void Defaults_reach_topics_declared_before_them_and_no_other_draw()
    {
        RouteTable table = new RoutesBuilder()
            .Draw(draw => draw.Topic("orders", topic => topic.Handled()).Defaults(topic => topic.MaxMessages(500)))
            .Draw(draw => draw.Topic("refunds", topic => topic.Handled()))
            .Build(Drawn.Host);

        Assert.Equal([500, 100], table.Topics.Select(route => route.MaxMessages));
    }

    [Fact]
    public void Verb_said_twice_within_the_defaults_of_a_draw_is_a_fault()
    {
        RouteFault fault = Assert.Single(Drawn.Faults(draw => draw.Defaults(topic => topic.MaxMessages(1)).Defaults(topic => topic.MaxMessages(2))));

        Assert.Equal((null, "Defaults MaxMessages", "2 calls: 1, then 2"), (fault.Topic, fault.Option, fault.Found));
    }

    [Fact]
    public void Wrong_default_is_told_once_however_many_topics_take_it()
    {
        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw
            .Defaults(topic => topic.Handled().MaxMessages(0))
            .Topic("orders", _ => { })
            .Topic("refunds", _ => { }));

        Assert.Equal("Defaults MaxMessages: found 0; allowed: 1 or more", Assert.Single(faults).ToString());
    }

    [Fact]
    public void Config_of_topic_and_defaults_are_joined_value_by_value()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Defaults(topic => topic.Config(partitions: 3, replicationFactor: 3, settings: new() { ["a"] = "1", ["b"] = "1" }))
            .Topic("orders.dlq", topic => topic.Active(false).Config(partitions: 6, settings: new() { ["b"] = "2" })));

        TopicDeclaration declared = Assert.Single(table.Declarations);
        Assert.Equal((6, (short?)3), (declared.Partitions!.Value, declared.ReplicationFactor));
        Assert.Equal([("a", "1"), ("b", "2")], declared.Settings.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Kafka_settings_go_from_host_to_defaults_to_topic()
    {
        RouteDefaults host = Drawn.Host with { Kafka = new Dictionary<string, string> { ["a"] = "host", ["b"] = "host", ["c"] = "host" } };

        RouteTable table = Drawn.Table(
            draw => draw
                .Defaults(topic => topic.Kafka(new() { ["b"] = "draw", ["c"] = "draw" }))
                .Topic("orders", topic => topic.Handled().Kafka(new() { ["c"] = "topic" })),
            host);

        Assert.Equal([("a", "host"), ("b", "draw"), ("c", "topic")], table.Topics[0].Kafka.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Topic_that_is_not_active_takes_no_features_from_the_defaults()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Defaults(topic => topic.Set(new Tint("red", (route, _, faults) => faults.Add(route, "Tint", route.Topic, "nothing"))))
            .Topic("orders.dlq", topic => topic.Active(false)));

        Assert.Null(table.Topics[0].Feature<Tint>());
    }

    [Fact]
    public void Pattern_takes_no_config_from_the_defaults()
    {
        RouteTable table = Drawn.Table(draw => draw.Defaults(topic => topic.Config(partitions: 3)).Topic("^orders", topic => topic.Handled()));

        Assert.Empty(table.Declarations);
    }
}
