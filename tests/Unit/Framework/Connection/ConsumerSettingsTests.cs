using Kafka.Dlq.Connection;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Connection;

public sealed class ConsumerSettingsTests
{
    [Fact]
    public void The_framework_commits_by_itself_whatever_the_client_would_do()
    {
        Dictionary<string, string> settings = For();

        Assert.Equal("false", settings["enable.auto.commit"]);
        Assert.Equal("false", settings["enable.auto.offset.store"]);
    }

    [Fact]
    public void Group_and_client_are_those_of_route_and_options()
    {
        Dictionary<string, string> settings = For();

        Assert.Equal(("shop", "tills"), (settings["group.id"], settings["client.id"]));
    }

    [Theory]
    [InlineData(InitialOffset.Earliest, "earliest")]
    [InlineData(InitialOffset.Latest, "latest")]
    public void Where_a_group_without_offsets_starts_is_the_routes_to_say(InitialOffset initial, string reset) =>
        Assert.Equal(reset, For(topic => topic.InitialOffset(initial))["auto.offset.reset"]);

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void Ends_of_partitions_are_told_where_a_route_asks_for_them(bool eofed, string expected) =>
        Assert.Equal(expected, For(topic => topic.Eofed(eofed))["enable.partition.eof"]);

    [Fact]
    public void What_the_user_left_open_has_fast_and_gentle_defaults()
    {
        Dictionary<string, string> settings = For();

        Assert.Equal("10", settings["fetch.queue.backoff.ms"]);
        Assert.Equal("cooperative-sticky", settings["partition.assignment.strategy"]);
    }

    [Fact]
    public void What_the_user_set_stays()
    {
        Dictionary<string, string> settings = For(topic => topic.Kafka(new()
        {
            ["fetch.queue.backoff.ms"] = "250",
            ["partition.assignment.strategy"] = "range",
            ["session.timeout.ms"] = "9000",
        }));

        Assert.Equal(("250", "range", "9000"), (settings["fetch.queue.backoff.ms"], settings["partition.assignment.strategy"], settings["session.timeout.ms"]));
    }

    [Theory]
    [InlineData("consumer")]
    [InlineData("CONSUMER")]
    public void The_broker_assigns_under_KIP_848_where_the_strategy_is_refused(string protocol) =>
        Assert.DoesNotContain("partition.assignment.strategy", For(topic => topic.Kafka(new() { ["group.protocol"] = protocol })));

    [Fact]
    public void The_classic_protocol_has_the_cooperative_strategy() =>
        Assert.Equal("cooperative-sticky", For(topic => topic.Kafka(new() { ["group.protocol"] = "classic" }))["partition.assignment.strategy"]);

    [Fact]
    public void Each_key_that_the_framework_sets_is_owned_and_says_what_to_use_instead()
    {
        Dictionary<string, string> settings = For();

        Assert.All(["group.id", "client.id", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset", "enable.partition.eof"], key =>
        {
            Assert.Contains(key, settings);
            Assert.NotEmpty(ConsumerSettings.Owned[key]);
        });
        Assert.Contains("auto.commit.interval.ms", ConsumerSettings.Owned);
    }

    private static Dictionary<string, string> For(Action<TopicBuilder>? configure = null)
    {
        RouteTable table = Routed.Table(draw => draw.Topic("orders", topic =>
        {
            topic.Consumer<BatchConsumer>();
            configure?.Invoke(topic);
        }));
        return ConsumerSettings.For(table.Groups[0].SubscriptionGroups[0], "tills");
    }
}
