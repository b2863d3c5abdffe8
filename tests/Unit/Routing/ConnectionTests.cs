using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class ConnectionTests
{
    private static void Handled(TopicBuilder topic) => topic.Handled();

    [Fact]
    public void Topics_with_equal_settings_share_a_connection_and_others_get_their_own()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Topic("a", Handled)
            .Topic("b", topic => topic.Handled().Kafka(new() { ["x"] = "1", ["y"] = "2" }))
            .Topic("c", topic => topic.Handled().InitialOffset(InitialOffset.Latest))
            .Topic("d", topic => topic.Handled().Kafka(new() { ["y"] = "2", ["x"] = "1" }))
            .Topic("e", Handled));

        Assert.Equal([("main", "a,e"), ("main-2", "b,d"), ("main-3", "c")], Connections(table));
        Assert.Equal(InitialOffset.Latest, table.Groups[0].SubscriptionGroups[2].InitialOffset);
        Assert.Equal("1", table.Groups[0].SubscriptionGroups[1].Kafka["x"]);
    }

    [Fact]
    public void Subscription_group_separates_connections_and_may_be_opened_again()
    {
        RouteTable table = Drawn.Table(draw => draw.ConsumerGroup("billing", group => group
            .SubscriptionGroup("slow", slow => slow.Topic("refunds", Handled))
            .Topic("orders", Handled)
            .SubscriptionGroup("slow", slow => slow.Topic("returns", Handled))));

        Assert.Equal([("slow", "refunds,returns"), ("main", "orders")], Connections(table));
        Assert.All(table.Groups[0].SubscriptionGroups, connection => Assert.Equal("billing", connection.GroupId));
    }

    [Fact]
    public void Generated_name_avoids_one_that_was_given()
    {
        RouteTable table = Drawn.Table(draw => draw.ConsumerGroup("billing", group => group
            .Topic("orders", Handled)
            .SubscriptionGroup("main", slow => slow.Topic("refunds", Handled))));

        Assert.Equal([("main-2", "orders"), ("main", "refunds")], Connections(table));
    }

    [Fact]
    public void Subscription_group_of_topics_with_different_settings_is_a_fault_that_names_the_settings_and_not_their_values()
    {
        RouteFault fault = Assert.Single(Drawn.Faults(draw => draw.ConsumerGroup("billing", group => group.SubscriptionGroup("slow", slow => slow
            .Topic("a", topic => topic.Handled().Kafka(new() { ["sasl.password"] = "secret" }))
            .Topic("b", topic => topic.Handled().InitialOffset(InitialOffset.Latest))))));

        Assert.Equal(("billing", "b", "SubscriptionGroup 'slow'"), (fault.Group, fault.Topic, fault.Option));
        Assert.Equal("sasl.password, InitialOffset unlike topic 'a'", fault.Found);
    }

    [Fact]
    public void Inactive_topic_is_in_no_connection()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Topic("orders", Handled)
            .Topic("orders.dlq", topic => topic.Active(false))
            .ConsumerGroup("billing", group => group.Topic("refunds", topic => topic.Handled().Active(false))));

        Assert.Equal([("main", "orders")], Connections(table));
        Assert.Equal(3, table.Topics.Count);
        Assert.Empty(table.Groups[1].SubscriptionGroups);
    }

    [Fact]
    public void Connection_tells_of_the_end_of_partitions_when_one_of_its_topics_asks_for_it()
    {
        RouteTable table = Drawn.Table(draw => draw.Topic("a", Handled).Topic("b", topic => topic.Handled().Eofed()));

        Assert.True(Assert.Single(table.Groups[0].SubscriptionGroups).Eofed);
    }

    [Fact]
    public void Route_of_a_record_is_found_by_name_before_pattern()
    {
        RouteTable table = Drawn.Table(draw => draw.Topic("^orders\\..*", Handled).Topic("orders.eu", Handled));
        SubscriptionGroupRoute connection = Assert.Single(table.Groups[0].SubscriptionGroups);

        Assert.Equal("orders.eu", connection.Find("orders.eu")?.Topic);
        Assert.Equal("^orders\\..*", connection.Find("orders.us")?.Topic);
        Assert.Null(connection.Find("refunds"));
    }

    private static IEnumerable<(string Name, string Topics)> Connections(RouteTable table) =>
        from @group in table.Groups
        from connection in @group.SubscriptionGroups
        select (connection.Name, string.Join(',', connection.Topics.Select(topic => topic.Topic)));
}
