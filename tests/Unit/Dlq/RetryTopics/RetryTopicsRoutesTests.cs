using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Dlq.RetryTopics;

/// <summary>What routes <c>RetryTopics</c> brings, and what it refuses.</summary>
public sealed class RetryTopicsRoutesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Each_delay_brings_a_topic_of_the_same_consumer_and_settings()
    {
        RouteTable table = Build(draw => draw.Topic("orders", topic => topic
            .ConsumerType(typeof(string)).MaxMessages(7).InitialOffset(InitialOffset.Latest).Eofed().ManualOffsetManagement().DelayBy(TimeSpan.FromHours(1))
            .DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryTopics(Second, Second * 60))));

        Assert.Equal(["orders", "orders.shop.retry.1s", "orders.shop.retry.1m"], table.Topics.Select(route => route.Topic));
        TopicRoute last = table.Topics[2];
        Assert.Equal((typeof(string), 7, true, true), (last.ConsumerType, last.MaxMessages, last.ManualOffsetManagement, last.IsActive));
        Assert.Equal(table.Topics[0], last.CompanionOf);
        Assert.Equal(Second * 60, last.Feature<DelaySettings>()!.Delay);

        // A message that was written there before the group's first commit would be lost otherwise; and the end of a retry topic is not that of the source.
        Assert.Equal((InitialOffset.Earliest, false), (last.InitialOffset, last.Eofed));
    }

    [Fact]
    public void Retry_topics_have_a_connection_of_their_own()
    {
        RouteTable table = Build(draw => draw.Topic("orders", With(Second, Second * 2)).Topic("invoices", With(Second)));

        Assert.Equal(["main", "retry"], table.Groups[0].SubscriptionGroups.Select(connection => connection.Name));
        Assert.Equal(["orders.shop.retry.1s", "orders.shop.retry.2s", "invoices.shop.retry.1s"], table.Groups[0].SubscriptionGroups[1].Topics.Select(route => route.Topic));
    }

    [Fact]
    public void Static_member_has_another_name_on_the_connection_of_retry_topics()
    {
        RouteTable table = Build(draw => draw.Topic("orders", topic =>
        {
            With(Second)(topic);
            topic.Kafka(new() { ["group.instance.id"] = "one" });
        }));

        Assert.Equal(["one", "one-retry"], table.Groups[0].SubscriptionGroups.Select(connection => connection.Kafka["group.instance.id"]));
    }

    [Fact]
    public void Topic_that_is_not_active_brings_none() =>
        Assert.Single(Build(draw => draw.Topic("orders", topic => topic.Active(false).DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryTopics(Second)))).Topics);

    [Fact]
    public void Failing_messages_go_from_topic_to_topic_and_then_nowhere()
    {
        RouteTable table = Build(draw => draw.Topic("orders", With(Second, Second * 2)));

        Assert.Equal(["orders.shop.retry.1s", "orders.shop.retry.2s", null], table.Topics.Select(route => RetryPath.NextOf(route)?.Topic));
        Assert.Null(RetryPath.NextOf(Build(draw => draw.Topic("orders", topic => topic.ConsumerType(typeof(string)))).Topics[0]));
    }

    [Fact]
    public void First_failure_moves_on_unless_retries_are_said()
    {
        Assert.Equal(0, Queue(queue => queue.RetryTopics(Second)).MaxRetries);
        Assert.Equal(2, Queue(queue => queue.RetryTopics(Second).MaxRetries(2)).MaxRetries);
        Assert.Equal(3, Queue(_ => { }).MaxRetries);
    }

    [Fact]
    public void Delays_must_be_some_that_can_be()
    {
        Assert.Contains("no delay", Refused(With()), StringComparison.Ordinal);
        Assert.Contains("00:00:00", Refused(With(TimeSpan.Zero)), StringComparison.Ordinal);
        Assert.Contains("whole milliseconds", Refused(With(TimeSpan.FromTicks(15_000_001))), StringComparison.Ordinal);
        Assert.Contains("00:00:01 2 times", Refused(With(Second, Second * 2, TimeSpan.FromMilliseconds(1_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_cannot_have_retry_topics() =>
        Assert.Contains("a pattern, ^carts", Assert.Single(Faults(draw => draw.Topic("^carts", With(Second)))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void No_pattern_takes_a_retry_topic() => Assert.Contains(
        "a pattern that takes it, ^orders of group 'audit'",
        Assert.Single(Faults(draw => draw.Topic("orders", With(Second)).ConsumerGroup("audit", group => group.Topic("^orders", topic => topic.ConsumerType(typeof(string)))))).Found,
        StringComparison.Ordinal);

    [Fact]
    public void Names_that_a_broker_cannot_tell_apart_clash()
    {
        IReadOnlyList<RouteFault> faults = Faults(draw => draw
            .ConsumerGroup("a.b", group => group.Topic("orders", With(Second)))
            .ConsumerGroup("b", group => group.Topic("orders.a", With(Second))));

        Assert.Contains("orders.a.b.retry.1s of group", Assert.Single(faults).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_else_consumes_or_sends_to_a_retry_topic()
    {
        Assert.Contains("a topic that clashes", Assert.Single(Faults(draw => draw.Topic("orders", With(Second)).Topic("orders.shop.retry.1s", topic => topic.ConsumerType(typeof(string))))).Found, StringComparison.Ordinal);
        Assert.Contains("a dead letter queue that sends to it", Faults(draw => draw.Topic("orders", With(Second)).Topic("other", topic => topic.ConsumerType(typeof(string)).DeadLetterQueue("orders.shop.retry.1s")))[0].Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Retry_topic_may_be_declared_with_settings_of_its_own()
    {
        RouteTable table = Build(draw => draw.Topic("orders", With(Second)).Topic("orders.shop.retry.1s", topic => topic.Active(false).Config(partitions: 3)));

        Assert.Equal(3, table.Topics.Single(route => route.CompanionOf is not null).Declaration!.Partitions);
    }

    [Fact]
    public void Rules_and_retry_topics_must_need_each_other()
    {
        Assert.Contains("RetryLater()", Refused(topic => Consumed(topic).DeadLetterQueue(queue => queue.Topic("orders.dlq").On<TimeoutException>().RetryLater())), StringComparison.Ordinal);
        Assert.Contains("nothing is sent to", Refused(topic => Consumed(topic).DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryTopics(Second).Otherwise().DeadLetter())), StringComparison.Ordinal);
        Build(draw => draw.Topic("orders", topic => Consumed(topic).DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryTopics(Second).On<TimeoutException>().RetryLater().Otherwise().DeadLetter())));
    }

    private static TopicBuilder Consumed(TopicBuilder topic) => topic.ConsumerType(typeof(string));

    private static Action<TopicBuilder> With(params TimeSpan[] delays) => topic => Consumed(topic).DeadLetterQueue(queue => queue.Topic("orders.dlq").RetryTopics(delays));

    private static DeadLetterQueueSettings Queue(Action<DeadLetterQueueBuilder> configure) => Build(draw => draw.Topic("orders", topic => Consumed(topic).DeadLetterQueue(queue =>
    {
        queue.Topic("orders.dlq");
        configure(queue);
    }))).Topics[0].Feature<DeadLetterQueueSettings>()!;

    private static RouteTable Build(Action<DrawBuilder> draw) => new RoutesBuilder().Draw(draw).Build(new RouteDefaults { GroupId = "shop" });

    private static IReadOnlyList<RouteFault> Faults(Action<DrawBuilder> draw) => Assert.Throws<InvalidRoutesException>(() => Build(draw)).Faults;

    private static string Refused(Action<TopicBuilder> configure) => Assert.Single(Faults(draw => draw.Topic("orders", configure))).ToString();
}
