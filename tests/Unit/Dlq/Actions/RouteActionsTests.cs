using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq.Actions;

/// <summary>The most specific word counts: deserializer, topic, group, the draw's defaults, host.</summary>
public sealed class RouteActionsTests
{
    [Theory]
    [InlineData("throw", null, null, null, null, "throw", "throw")]
    [InlineData("log", null, null, null, null, "log", "log")]
    [InlineData("log", "none", null, null, null, "none", "none")]
    [InlineData("log", "none", "audit", null, null, "audit", "audit")]
    [InlineData("log", "none", "audit", "throw", null, "throw", "throw")]
    [InlineData("log", "none", "audit", "throw", "raw", "throw", "raw")]
    [InlineData("log", null, "audit", null, null, "audit", "audit")]
    [InlineData("log", null, null, "audit", null, "audit", "audit")]
    [InlineData("log", null, null, null, "throw", "log", "throw")]
    [InlineData("throw", null, null, null, "audit", "throw", "audit")]
    [InlineData("audit", null, "throw", null, "none", "throw", "none")]
    public void Most_specific_word_counts(string host, string? draw, string? group, string? topic, string? deserializer, string record, string unreadable)
    {
        TopicRoute route = new RoutesBuilder().Draw(drawn =>
        {
            drawn.ConsumerGroup("billing", billing =>
            {
                billing.Topic("orders", orders =>
                {
                    orders.ConsumerType(typeof(string));
                    Say(topic, orders.DeadLetterAction);
                    Say(deserializer, orders.DeserializationAction);
                });
                Say(group, billing.DeadLetterAction);
            });
            Say(draw, action => drawn.Defaults(defaults => defaults.DeadLetterAction(action)));
        }).Build(new RouteDefaults { GroupId = "shop" }).Topics.Single();

        RouteActions actions = RouteActions.Of(route, DeadLetterAction.Parse(host));

        Assert.Equal((record, unreadable), (actions.Record.Name, actions.Unreadable.Name));
        Assert.Equal(actions.Unreadable, actions.For(ErrorKind.Deserialization));
        Assert.Equal(actions.Record, actions.For(ErrorKind.Consume));
        Assert.Equal(actions.Record, actions.For(ErrorKind.Sink));
    }

    [Fact]
    public void Action_of_a_group_is_for_its_topics_of_that_draw_alone()
    {
        RouteTable table = new RoutesBuilder()
            .Draw(draw => draw
                .ConsumerGroup("billing", group => group.DeadLetterAction(DeadLetterAction.None).Topic("orders", topic => topic.ConsumerType(typeof(string))))
                .Topic("refunds", topic => topic.ConsumerType(typeof(string))))
            .Draw(draw => draw.ConsumerGroup("billing", group => group.Topic("payments", topic => topic.ConsumerType(typeof(string)))))
            .Build(new RouteDefaults { GroupId = "shop" });

        Assert.Equal(
            [("orders", "none"), ("payments", "throw"), ("refunds", "throw")],
            table.Topics.Select(route => (route.Topic, RouteActions.Of(route, DeadLetterAction.Throw).Record.Name)).Order());
    }

    [Fact]
    public void Two_actions_of_one_group_are_a_fault()
    {
        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => new RoutesBuilder()
            .Draw(draw => draw.ConsumerGroup("billing", group => group
                .DeadLetterAction(DeadLetterAction.None)
                .DeadLetterAction(DeadLetterAction.Log)
                .Topic("orders", topic => topic.ConsumerType(typeof(string)))))
            .Build(new RouteDefaults { GroupId = "shop" })).Faults);

        Assert.Equal(("billing", null, "DeadLetterAction"), (fault.Group, fault.Topic, fault.Option));
    }

    [Theory]
    [InlineData("THROW", "throw", false)]
    [InlineData("Log", "log", false)]
    [InlineData("none", "none", false)]
    [InlineData("Audit", "Audit", true)]
    public void Action_is_read_from_text(string text, string name, bool isSink)
    {
        DeadLetterAction action = DeadLetterAction.Parse(text);

        Assert.Equal((name, isSink), (action.Name, action.IsSink));
        Assert.Equal(isSink ? DeadLetterAction.Sink(text) : action, action);
    }

    private static void Say<T>(string? action, Func<DeadLetterAction, T> verb)
    {
        if (action is not null)
        {
            verb(DeadLetterAction.Parse(action));
        }
    }
}
