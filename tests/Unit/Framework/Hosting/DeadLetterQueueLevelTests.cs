using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

/// <summary>Which dead letter queue a route has when several levels say something: consumer, route, topic, host; null switches off.</summary>
public sealed class DeadLetterQueueLevelTests
{
    private static readonly Dictionary<string, DeadLetterQueue<string>> Queues = new[] { "consumer", "route", "topic", "host" }.ToDictionary(name => name, name => new DeadLetterQueue<string>(name));

    [Theory]
    [InlineData("consumer", "route", "topic", "host", "consumer")]
    [InlineData("", "route", "topic", "host", "route")]
    [InlineData("", "", "topic", "host", "topic")]
    [InlineData("", "", "", "host", "host")]
    [InlineData("", "", "", "", null)]
    [InlineData("off", "route", "topic", "host", null)]
    [InlineData("", "off", "topic", "host", null)]
    [InlineData("", "", "off", "host", null)]
    [InlineData("consumer", "off", "off", "host", "consumer")]
    [InlineData("", "route", "off", "", "route")]
    [InlineData("consumer", "", "", "", "consumer")]
    public void The_most_specific_word_counts(string consumer, string route, string topic, string host, string? expected)
    {
        TopicRoute found = Routed(consumer, route, topic, host).Topics.Single(candidate => candidate.IsActive);

        Assert.Equal(expected, found.Feature<DeadLetterQueueSettings>()?.Topic);
    }

    [Theory]
    [InlineData("topic", "host", "topic")]
    [InlineData("", "host", "host")]
    [InlineData("off", "host", null)]
    [InlineData("", "", null)]
    public void Who_is_no_route_has_the_word_of_the_topic_or_the_host(string topic, string host, string? expected) =>
        Assert.Equal(expected, Routed("", "route", topic, host).Inherited<DeadLetterQueueSettings>("orders")?.Topic);

    [Theory]
    [InlineData("consumer", "consumer")]
    [InlineData("off", null)]
    public void A_transform_has_the_queue_that_is_attached_to_it(string transform, string? expected)
    {
        RouteTable table = Table(draw => draw.Topic("orders", topic => topic.Transform<string, string>("copies", text => text, Queues.GetValueOrDefault(transform)).DeadLetterQueue(Queues["route"])), Queues["host"]);

        Assert.Equal(expected, table.Topics.Single().Feature<DeadLetterQueueSettings>()?.Topic);
    }

    [Fact]
    public void A_queue_of_the_host_is_not_for_its_own_topic() =>
        Assert.Null(Table(draw => draw.DeadLetterQueue(Queues["host"], topic => topic.Consumer<BatchConsumer>()), Queues["host"]).Topics.Single().Feature<DeadLetterQueueSettings>());

    [Fact]
    public void A_queue_brings_its_own_number_of_retries_and_a_route_may_say_another()
    {
        DeadLetterQueue<string> queue = new("letters", maxRetries: 7);

        RouteTable table = Table(draw => draw
            .Topic("a", topic => topic.Consumer<BatchConsumer>(queue))
            .Topic("b", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue(queue, more => more.MaxRetries(2))));

        Assert.Equal([("letters", 7), ("letters", 2)], table.Topics.Select(route => (route.Feature<DeadLetterQueueSettings>()!.Topic!, route.Feature<DeadLetterQueueSettings>()!.MaxRetries)));
    }

    [Fact]
    public void A_second_queue_of_one_name_is_a_fault()
    {
        RouteFault fault = Assert.Single(Faults(draw => draw
            .Topic("a", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue(new DeadLetterQueue<string>("letters")))
            .Topic("b", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue(new DeadLetterQueue<string>("letters")))));

        Assert.Equal(("b", "DeadLetterQueue"), (fault.Topic, fault.Option));
        Assert.Contains("declare it once", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_words_for_one_topic_are_a_fault()
    {
        RouteFault fault = Assert.Single(Faults(draw => draw
            .Topic("a", topic => topic.Active(false).DefaultDeadLetterQueue(Queues["topic"]))
            .Topic("a", topic => topic.Active(false).DefaultDeadLetterQueue(null))));

        Assert.Equal("'2 words for the topic itself'", fault.Found);
    }

    private static RouteTable Routed(string consumer, string route, string topic, string host) => Table(
        draw =>
        {
            draw.Topic("orders", orders =>
            {
                _ = consumer.Length == 0 ? orders.Consumer<BatchConsumer>() : orders.Consumer<BatchConsumer>(Queues.GetValueOrDefault(consumer));
                _ = route.Length == 0 ? orders : orders.DeadLetterQueue(queue: Queues.GetValueOrDefault(route));
            });
            draw.Topic("orders", orders => _ = topic.Length == 0 ? orders.Active(false) : orders.Active(false).DefaultDeadLetterQueue(Queues.GetValueOrDefault(topic)));
        },
        Queues.GetValueOrDefault(host));

    private static IReadOnlyList<RouteFault> Faults(Action<DrawBuilder> draw) => Assert.Throws<InvalidRoutesException>(() => Table(draw)).Faults;

    private static RouteTable Table(Action<DrawBuilder> draw, DeadLetterTopic? host = null)
    {
        KafkaDlqOptions options = new() { GroupId = "shop", DeadLetterQueue = host };
        options.Kafka["bootstrap.servers"] = "localhost:9092";
        KafkaDlqBuilder builder = new();
        builder.Routes(routes => routes.Draw(draw));
        return StartupCheck.Run(builder, options);
    }
}
