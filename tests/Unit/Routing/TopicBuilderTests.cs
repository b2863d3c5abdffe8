using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Routing.Support;

namespace Kafka.Dlq.Tests.Unit.Routing;

public sealed class TopicBuilderTests
{
    [Fact]
    public void Topic_that_says_nothing_has_the_values_of_the_host()
    {
        PauseOptions pause = new() { Timeout = TimeSpan.FromSeconds(7) };
        RouteDefaults host = new() { GroupId = "shop", MaxMessages = 12, MaxWaitTime = TimeSpan.FromMilliseconds(5), Pause = pause, Kafka = new Dictionary<string, string> { ["a"] = "1" } };

        TopicRoute route = Drawn.Orders(_ => { }, host);

        Assert.Equal((12, TimeSpan.FromMilliseconds(5), pause), (route.MaxMessages, route.MaxWaitTime, route.Pause));
        Assert.Equal((true, true, false, false), (route.IsActive, route.ConsumerPersistence, route.ManualOffsetManagement, route.Eofed));
        Assert.Equal((InitialOffset.Earliest, typeof(Drawn.Handler)), (route.InitialOffset, route.ConsumerType));
        Assert.Equal("1", route.Kafka["a"]);
        Assert.Null(route.Declaration);
    }

    [Fact]
    public void Verbs_of_the_topic_are_in_its_route()
    {
        TopicRoute route = Drawn.Orders(topic => topic
            .Active(true)
            .MaxMessages(3)
            .MaxWaitTime(TimeSpan.FromSeconds(1))
            .InitialOffset(InitialOffset.Latest)
            .ManualOffsetManagement()
            .ConsumerPersistence(false)
            .Eofed()
            .Config(partitions: 6, replicationFactor: 3, settings: new() { ["retention.ms"] = "604800000" }));

        Assert.Equal((3, TimeSpan.FromSeconds(1), InitialOffset.Latest), (route.MaxMessages, route.MaxWaitTime, route.InitialOffset));
        Assert.Equal((true, false, true), (route.ManualOffsetManagement, route.ConsumerPersistence, route.Eofed));
        Assert.Equal((6, (short?)3), (route.Declaration!.Partitions!.Value, route.Declaration.ReplicationFactor));
        Assert.Equal("604800000", route.Declaration.Settings["retention.ms"]);
    }

    [Fact]
    public void Kafka_settings_are_laid_over_those_of_the_host()
    {
        RouteDefaults host = Drawn.Host with { Kafka = new Dictionary<string, string> { ["a"] = "1", ["b"] = "1" } };

        TopicRoute route = Drawn.Orders(topic => topic.Kafka(new() { ["b"] = "2" }), host);

        Assert.Equal([("a", "1"), ("b", "2")], route.Kafka.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Kafka_settings_that_do_not_inherit_stand_alone()
    {
        RouteDefaults host = Drawn.Host with { Kafka = new Dictionary<string, string> { ["a"] = "1" } };

        TopicRoute route = Drawn.Orders(topic => topic.Kafka(new() { ["b"] = "2" }, inherit: false), host);

        Assert.Equal(["b"], route.Kafka.Keys);
    }

    [Fact]
    public void Pause_without_a_longest_wait_takes_that_of_the_host_and_its_jitter()
    {
        RouteDefaults host = Drawn.Host with { Pause = new PauseOptions { MaxTimeout = TimeSpan.FromSeconds(20), Jitter = 0.5 } };

        PauseOptions pause = Drawn.Orders(topic => topic.Pause(TimeSpan.FromSeconds(2), exponentialBackoff: false), host).Pause;

        Assert.Equal(new PauseOptions { Timeout = TimeSpan.FromSeconds(2), MaxTimeout = TimeSpan.FromSeconds(20), ExponentialBackoff = false, Jitter = 0.5 }, pause);
    }

    [Fact]
    public void Pause_without_a_longest_wait_is_never_cut_short_by_that_of_the_host() =>
        Assert.Equal(TimeSpan.FromMinutes(5), Drawn.Orders(topic => topic.Pause(TimeSpan.FromMinutes(5))).Pause.MaxTimeout);

    [Fact]
    public void Pause_given_whole_replaces_that_of_the_host()
    {
        PauseOptions own = new() { Timeout = TimeSpan.Zero, MaxTimeout = TimeSpan.Zero, ExponentialBackoff = false, Jitter = 1 };

        Assert.Equal(own, Drawn.Orders(topic => topic.Pause(own)).Pause);
    }

    [Fact]
    public void Feature_is_found_by_its_type()
    {
        TopicRoute route = Drawn.Orders(topic => topic.Set(new Tint("red")));

        Assert.Equal("red", route.Feature<Tint>()?.Colour);
        Assert.Null(Drawn.Orders(_ => { }).Feature<Tint>());
    }
}
