using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq.Delays;

/// <summary>What <c>DelayBy</c> may be given.</summary>
public sealed class DelayByTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(2_147_483_648)]
    public void Delay_outside_its_limits_is_a_fault(double milliseconds)
    {
        InvalidRoutesException refused = Assert.Throws<InvalidRoutesException>(() => Build(topic => topic.DelayBy(TimeSpan.FromMilliseconds(milliseconds))));

        RouteFault fault = Assert.Single(refused.Faults);
        Assert.Equal(("shop", "orders", "DelayBy"), (fault.Group, fault.Topic, fault.Option));
        Assert.Contains("24.20:31:23.6470000", fault.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_147_483_647)]
    public void Delay_within_its_limits_is_taken(double milliseconds) => Build(topic => topic.DelayBy(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Delay_is_said_once() =>
        Assert.Equal("DelayBy", Assert.Single(Assert.Throws<InvalidRoutesException>(() => Build(topic => topic.DelayBy(TimeSpan.Zero).DelayBy(TimeSpan.FromSeconds(1)))).Faults).Option);

    private static void Build(Action<TopicBuilder> configure) => new RoutesBuilder()
        .Draw(draw => draw.Topic("orders", topic =>
        {
            topic.ConsumerType(typeof(object));
            configure(topic);
        }))
        .Build(new RouteDefaults { GroupId = "shop" });
}
