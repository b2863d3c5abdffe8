using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Dlq.Support;

namespace Kafka.Dlq.Tests.Unit.Dlq.Queue;

public sealed class DepthLimitTests
{
    [Theory]
    [InlineData(1, null, "orders.dlq")]
    [InlineData(1, "1", "orders.parking")]
    [InlineData(3, "2", "orders.dlq")]
    [InlineData(3, "3", "orders.parking")]
    [InlineData(3, "2147483647", "orders.parking")]
    [InlineData(3, "not a number", "orders.dlq")]
    public void Message_that_was_a_letter_often_enough_is_parked(int maxDepth, string? depth, string target)
    {
        Headers headers = depth is null ? [] : Some.Headers(("dlq.depth", depth));

        Assert.Equal(target, Limited(maxDepth).Parked(Some.Letter(SomeRecord.At(1, headers: headers))).TargetTopic);
    }

    [Theory]
    [InlineData("1", "orders.dlq")]
    [InlineData("2", "orders.parking")]
    public void Way_through_retry_topics_is_no_letter(string depth, string target)
    {
        // What lies in a retry topic has the headers of the letter that it may become: its depth is counted already.
        Headers headers = Some.Headers(("dlq.source.topic", "orders"), ("dlq.source.partition", "0"), ("dlq.source.offset", "17"), ("dlq.depth", depth), ("dlq.due_at", "2026-01-02T03:04:05.678Z"));
        DeadLetter letter = Some.Letter(SomeRecord.At(1, headers: headers)) with { IsFromRetryTopic = true };

        Assert.Equal(target, Limited(1).Parked(letter).TargetTopic);
        Assert.Equal("orders.retry", Limited(1).Parked(letter with { TargetTopic = "orders.retry", DueAt = Some.Time }).TargetTopic);
    }

    [Fact]
    public void Without_a_limit_nothing_is_parked() =>
        Assert.Equal("orders.dlq", Some.Queue(_ => { }).Parked(Some.Letter(SomeRecord.At(1, headers: Some.Headers(("dlq.depth", "99"))))).TargetTopic);

    [Fact]
    public void Parking_topic_is_one_that_letters_may_go_to() =>
        Assert.Equal(["orders.dlq", "orders.parking"], Some.Queue(queue => queue.MaxDepth(1, "orders.parking")).Topics);

    [Fact]
    public void Topic_may_be_its_own_dead_letter_topic_and_lie_on_a_way_back()
    {
        Assert.Empty(Faults(draw => draw.Topic("orders.dlq", Queue("orders.dlq", parking: "orders.parking"))));
        Assert.Empty(Faults(draw => draw.Topic("^orders", Queue("orders.dlq", parking: "parking"))));
        Assert.Empty(Faults(draw => draw.Topic("a", Queue("b", parking: "parking")).Topic("b", Queue("a"))));
    }

    [Fact]
    public void Way_back_from_the_parking_topic_is_a_fault()
    {
        Assert.Single(Faults(draw => draw.Topic("orders", Queue("orders.dlq", parking: "orders"))));
        Assert.Single(Faults(draw => draw.Topic("^orders", Queue("orders.dlq", parking: "orders.parking"))));
        Assert.Single(Faults(draw => draw.Topic("a", Queue("b", parking: "parking")).Topic("parking", Queue("a"))));
    }

    [Fact]
    public void Limit_that_makes_no_sense_is_a_fault()
    {
        Assert.Single(Faults(draw => draw.Topic("orders", Queue("orders.dlq", parking: "orders.parking", depth: 0))));
        Assert.Single(Faults(draw => draw.Topic("orders", Queue("orders.dlq", parking: "orders.dlq"))));
        Assert.Single(Faults(draw => draw.Topic("orders", Queue("orders.dlq", parking: "no/name"))));
        Assert.Single(Faults(draw => draw.Topic("orders", topic => topic.ConsumerType(typeof(string)).DeadLetterQueue(queue => queue.None().MaxDepth(1, "orders.parking")))));
    }

    private static DeadLetterQueueSettings Limited(int maxDepth) => Some.Queue(queue => queue.MaxDepth(maxDepth, "orders.parking"));

    private static Action<TopicBuilder> Queue(string target, string? parking = null, int depth = 2) => topic => topic.ConsumerType(typeof(string)).DeadLetterQueue(queue =>
    {
        queue.Topic(target);
        if (parking is not null)
        {
            queue.MaxDepth(depth, parking);
        }
    });

    private static IEnumerable<string> Faults(Action<DrawBuilder> draw)
    {
        try
        {
            new RoutesBuilder().Draw(draw).Build(new RouteDefaults { GroupId = "shop" });
            return [];
        }
        catch (InvalidRoutesException exception)
        {
            return exception.Faults.Select(fault => fault.ToString());
        }
    }
}
