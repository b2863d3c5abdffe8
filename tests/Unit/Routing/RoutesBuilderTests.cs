using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class RoutesBuilderTests
{
    [Fact]
    public void Draws_add_up_and_groups_may_be_opened_again()
    {
        RouteTable table = new RoutesBuilder()
            .Draw(draw => draw.ConsumerGroup("billing", group => group.Topic("orders", topic => topic.Handled())))
            .Draw(draw => draw
                .Topic("audit", topic => topic.Handled())
                .ConsumerGroup("billing", group => group.Topic("refunds", topic => topic.Handled())))
            .Build(Drawn.Host);

        Assert.Equal(["billing", "shop"], table.Groups.Select(group => group.GroupId));
        Assert.Equal(["orders", "refunds"], table.Groups[0].Topics.Select(topic => topic.Topic));
        Assert.Equal(["orders", "refunds", "audit"], table.Topics.Select(topic => topic.Topic));
    }

    [Fact]
    public void Topic_outside_a_group_joins_the_group_of_the_host_even_when_that_is_opened_by_name()
    {
        RouteTable table = Drawn.Table(draw => draw
            .Topic("orders", topic => topic.Handled())
            .ConsumerGroup("shop", group => group.Topic("refunds", topic => topic.Handled())));

        ConsumerGroupRoute shop = Assert.Single(table.Groups);
        Assert.Equal(2, Assert.Single(shop.SubscriptionGroups).Topics.Count);
    }

    [Fact]
    public void Second_build_is_refused_in_plain_words()
    {
        RoutesBuilder routes = new();
        routes.Build(Drawn.Host);

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => routes.Build(Drawn.Host));

        Assert.Contains("built", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_after_build_is_refused_without_calling_it()
    {
        RoutesBuilder routes = new();
        routes.Build(Drawn.Host);

        Assert.Throws<InvalidOperationException>(() => routes.Draw(_ => Assert.Fail("called")));
    }

    [Fact]
    public void Exception_of_the_users_code_comes_through_and_nothing_of_that_draw_is_kept()
    {
        RoutesBuilder routes = new();

        Assert.Throws<DivideByZeroException>(() => routes.Draw(draw => draw
            .Topic("orders", topic => topic.Handled())
            .Topic("refunds", _ => throw new DivideByZeroException())));

        Assert.Empty(routes.Build(Drawn.Host).Topics);
    }

    [Fact]
    public void No_topic_at_all_is_no_fault() => Assert.Empty(new RoutesBuilder().Build(Drawn.Host).Groups);

    [Fact]
    public void Builders_kept_after_the_build_do_not_change_the_table()
    {
        TopicBuilder? kept = null;
        Dictionary<string, string> kafka = new() { ["fetch.min.bytes"] = "1" };
        TopicRoute route = Drawn.Orders(topic => kept = topic.Kafka(kafka));

        kafka["fetch.min.bytes"] = "2";
        kept!.MaxMessages(7);

        Assert.Equal("1", route.Kafka["fetch.min.bytes"]);
        Assert.Equal(100, route.MaxMessages);
    }
}
