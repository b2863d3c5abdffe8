using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class RouteFaultTests
{
    public static TheoryData<string, Action<TopicBuilder>> WrongValues => new()
    {
        { "MaxMessages: found 0; allowed: 1 or more", topic => topic.MaxMessages(0) },
        { "MaxWaitTime: found -00:00:01; allowed: 0 to 2147483647 ms", topic => topic.MaxWaitTime(TimeSpan.FromSeconds(-1)) },
        { "MaxWaitTime: found 24.20:31:23.6480000; allowed: 0 to 2147483647 ms", topic => topic.MaxWaitTime(TimeSpan.FromMilliseconds(int.MaxValue + 1L)) },
        { "InitialOffset: found 7; allowed: Earliest or Latest", topic => topic.InitialOffset((InitialOffset)7) },
        { "Pause maxTimeout: found 00:00:01; allowed: the timeout of 00:00:02 or longer", topic => topic.Pause(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)) },
        { "Pause timeout: found -00:00:02; allowed: 0 to 2147483647 ms", topic => topic.Pause(TimeSpan.FromSeconds(-2)) },
        { "Pause maxTimeout: found 24.20:31:23.6480000; allowed: 0 to 2147483647 ms", topic => topic.Pause(TimeSpan.Zero, TimeSpan.FromMilliseconds(int.MaxValue + 1L)) },
        { "Pause jitter: found 1.1; allowed: 0 to 1", topic => topic.Pause(new PauseOptions { Jitter = 1.1 }) },
        { "Pause jitter: found NaN; allowed: 0 to 1", topic => topic.Pause(new PauseOptions { Jitter = double.NaN }) },
        { "Config partitions: found 0; allowed: 1 or more", topic => topic.Config(partitions: 0) },
        { "Config replicationFactor: found -1; allowed: 1 or more", topic => topic.Config(replicationFactor: -1) },
        { "Config settings: found a setting without a name; allowed: settings by Kafka's names", topic => topic.Config(settings: new() { [""] = "1" }) },
        { "Kafka: found a setting without a name; allowed: settings by Kafka's names", topic => topic.Kafka(new() { [" "] = "1" }) },
        { "MaxMessages: found 2 calls: 1, then 2; allowed: one call", topic => topic.MaxMessages(1).MaxMessages(2) },
        { "Consumer: found 2 calls: " + typeof(Drawn.Handler).FullName + ", then System.String; allowed: one call", topic => topic.ConsumerType(typeof(string)) },
        { "Config: found 3 calls; allowed: one call", topic => topic.Config().Config().Config() },
        { "Tint: found 2 calls; allowed: one call", topic => topic.Set(new Tint("red")).Set(new Tint("red")) },
        { "Pause: found 2 calls; allowed: one call", topic => topic.Pause(TimeSpan.Zero).Pause(new PauseOptions()) },
    };

    [Theory]
    [MemberData(nameof(WrongValues), DisableDiscoveryEnumeration = true)]
    public void Wrong_value_is_told_with_its_place_and_what_is_allowed(string expected, Action<TopicBuilder> configure) =>
        Assert.Equal($"group 'shop', topic 'orders', {expected}", Drawn.OrdersFault(configure).ToString());

    [Fact]
    public void Limits_themselves_are_allowed()
    {
        TimeSpan longest = TimeSpan.FromMilliseconds(int.MaxValue);

        TopicRoute route = Drawn.Orders(topic => topic.MaxMessages(1).MaxWaitTime(longest).Pause(longest, longest).Config(partitions: 1, replicationFactor: 1));

        Assert.Equal((longest, longest), (route.MaxWaitTime, route.Pause.MaxTimeout));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("or ders")]
    [InlineData("bestell\u00fcng")]
    [InlineData("a/b")]
    public void Topic_name_that_a_broker_refuses_is_a_fault(string name)
    {
        RouteFault fault = Assert.Single(Drawn.Faults(draw => draw.Topic(name, topic => topic.Handled())));

        Assert.Equal((name, "Topic", TopicNames.Rule), (fault.Topic, fault.Option, fault.Allowed));
    }

    [Fact]
    public void Topic_name_may_have_249_characters_and_no_more()
    {
        Assert.True(TopicNames.IsLegal(new string('a', 249)));
        Assert.False(TopicNames.IsLegal(new string('a', 250)));
        Assert.True(TopicNames.IsLegal("A.b_c-9"));
    }

    [Theory]
    [InlineData("^orders(", "Topic")]
    [InlineData("^(?=a)b", "Topic")]
    public void Pattern_that_is_no_regular_expression_is_a_fault(string pattern, string option) =>
        Assert.Equal(option, Assert.Single(Drawn.Faults(draw => draw.Topic(pattern, topic => topic.Handled()))).Option);

    [Fact]
    public void Pattern_cannot_be_declared_or_switched_off()
    {
        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw
            .Topic("^a", topic => topic.Handled().Config(partitions: 1))
            .Topic("^b", topic => topic.Active(false)));

        Assert.Equal([("^a", "Config"), ("^b", "Active")], faults.Select(fault => (fault.Topic!, fault.Option)));
    }

    [Fact]
    public void Active_topic_without_a_consumer_is_a_fault_that_names_both_remedies()
    {
        RouteFault fault = Assert.Single(Drawn.Faults(draw => draw.Topic("orders", _ => { })));

        Assert.Equal(("Consumer", "nothing"), (fault.Option, fault.Found));
        Assert.Contains("Consumer<T>()", fault.Allowed, StringComparison.Ordinal);
        Assert.Contains("Active(false)", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_active_topic_twice_in_a_group_is_a_fault_and_in_two_groups_is_none()
    {
        Action<DrawBuilder> twice = draw => draw
            .ConsumerGroup("a", group => group.Topic("orders", topic => topic.Handled()))
            .ConsumerGroup("b", group => group
                .Topic("orders", topic => topic.Handled())
                .SubscriptionGroup("slow", slow => slow.Topic("orders", topic => topic.Handled())));

        RouteFault fault = Assert.Single(Drawn.Faults(twice));

        Assert.Equal(("b", "orders", "2 active routes"), (fault.Group, fault.Topic, fault.Found));
    }

    [Fact]
    public void Active_topic_may_be_declared_again_without_being_consumed() =>
        Assert.Equal(3, Drawn.Table(draw => draw
            .Topic("orders", topic => topic.Handled())
            .Topic("orders", topic => topic.Active(false).Config(partitions: 1))
            .Topic("orders", topic => topic.Active(false).Config(partitions: 1))).Topics.Count);

    [Fact]
    public void Empty_names_of_groups_are_faults()
    {
        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw
            .ConsumerGroup(" ", group => group.Topic("orders", topic => topic.Handled()))
            .ConsumerGroup("a", group => group.SubscriptionGroup("", slow => slow.Topic("orders", topic => topic.Handled()))));

        Assert.Equal(["ConsumerGroup", "SubscriptionGroup"], faults.Select(fault => fault.Option));
    }

    [Fact]
    public void Active_topic_outside_a_group_needs_the_group_of_the_host()
    {
        RouteDefaults host = new() { GroupId = "" };

        RouteFault fault = Drawn.OrdersFault(_ => { }, host);

        Assert.Equal("GroupId", fault.Option);
        Assert.Contains("options.GroupId", fault.Allowed, StringComparison.Ordinal);
        Assert.Single(Drawn.Table(draw => draw.Topic("orders.dlq", topic => topic.Active(false)), host).Topics);
    }

    [Fact]
    public void Setting_that_the_framework_owns_is_refused_with_the_option_to_use_instead()
    {
        RouteDefaults host = Drawn.Host with { OwnedKeys = new Dictionary<string, string> { ["group.id"] = "ConsumerGroup(name)" } };

        RouteFault fault = Drawn.OrdersFault(topic => topic.Kafka(new() { ["group.id"] = "other" }), host);

        Assert.Equal(("Kafka 'group.id'", "'other'"), (fault.Option, fault.Found));
        Assert.Contains("ConsumerGroup(name)", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_values_of_the_host_are_told_once()
    {
        RouteDefaults host = Drawn.Host with { MaxMessages = 0 };

        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw.Topic("a", topic => topic.Handled()).Topic("b", topic => topic.Handled()), host);

        Assert.Equal((null, null, "MaxMessages"), (Assert.Single(faults).Group, faults[0].Topic, faults[0].Option));
    }

    [Fact]
    public void Features_check_every_route_that_has_them_against_the_whole_table()
    {
        Tint tint = new("red", (route, table, faults) => faults.Add(route, "Tint", table.Topics.Count, "none"));

        IReadOnlyList<RouteFault> faults = Drawn.Faults(draw => draw
            .Topic("a", topic => topic.Handled().Set(tint))
            .Topic("b", topic => topic.Active(false).Set(tint))
            .Topic("c", topic => topic.Handled()));

        Assert.Equal([("a", "Tint", "3"), ("b", "Tint", "3")], faults.Select(fault => (fault.Topic!, fault.Option, fault.Found)));
    }

    [Fact]
    public void All_faults_are_told_together_one_a_line()
    {
        InvalidRoutesException refused = Assert.Throws<InvalidRoutesException>(() => new RoutesBuilder()
            .Draw(draw => draw.Topic("orders", topic => topic.Handled().MaxMessages(0).Set(new Tint("red", (route, _, faults) => faults.Add(route, "Tint", "red", "blue")))))
            .Draw(draw => draw.ConsumerGroup("billing", group => group.Topic("re funds", _ => { })))
            .Build(Drawn.Host));

        Assert.Equal(
            [
                "The routes cannot be used, 4 faults:",
                "- group 'shop', topic 'orders', MaxMessages: found 0; allowed: 1 or more",
                $"- group 'billing', topic 're funds', Topic: found 're funds'; allowed: {TopicNames.Rule}",
                "- group 'billing', topic 're funds', Consumer: found nothing; allowed: Consumer<T>(), or Active(false) for a topic that is only declared",
                "- group 'shop', topic 'orders', Tint: found 'red'; allowed: blue",
            ],
            refused.Message.Split(Environment.NewLine));
    }
}
