using Kafka.Dlq.Hosting;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kafka.Dlq.Tests.Unit.Framework.Publishing;

/// <summary>Which dead letter queue a way into a topic has when several levels say something: itself, topic, host; null switches off.</summary>
public sealed class InletTests
{
    private static readonly Dictionary<string, DeadLetterQueue<string>> Queues = new[] { "inlet", "topic", "host", "orders" }.ToDictionary(name => name, name => new DeadLetterQueue<string>(name));

    [Theory]
    [InlineData("inlet", "topic", "host", "inlet")]
    [InlineData("", "topic", "host", "topic")]
    [InlineData("", "", "host", "host")]
    [InlineData("", "", "", null)]
    [InlineData("off", "topic", "host", null)]
    [InlineData("", "off", "host", null)]
    [InlineData("inlet", "off", "host", "inlet")]
    [InlineData("inlet", "", "", "inlet")]
    public void The_most_specific_word_counts(string inlet, string topic, string host, string? expected)
    {
        RouteTable table = Table(inlet, topic, host);
        TopicRoute route = table.Topics.Single(candidate => candidate.Feature<InletFeature>() is not null);

        Assert.Equal(expected, route.Feature<InletFeature>()!.QueueOf(route, table)?.Topic);
    }

    [Theory]
    [InlineData("orders", "")]
    [InlineData("", "orders")]
    public void A_queue_that_is_the_topic_itself_is_a_fault(string inlet, string topic) =>
        Assert.Contains("other than the source topic itself", Assert.Single(Faults(inlet, topic, "")).Allowed, StringComparison.Ordinal);

    [Fact]
    public void A_second_queue_of_one_name_is_a_fault() =>
        Assert.Contains("declare it once", Assert.Single(Assert.Throws<InvalidRoutesException>(() => Table(new DeadLetterQueue<string>("topic"), Queues["topic"], null, saysTopic: true)).Faults).Allowed, StringComparison.Ordinal);

    [Fact]
    public void A_queue_in_a_cluster_that_nobody_declared_is_a_fault() =>
        Assert.Equal("mars", Assert.Single(Assert.Throws<InvalidRoutesException>(() => Table(new DeadLetterQueue<string>("letters", cluster: "mars"), null, null, saysTopic: false)).Faults).Found);

    [Fact]
    public void A_host_without_kafka_is_told()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("call builder.Services.AddKafkaDlq(...) first", Assert.Throws<InvalidOperationException>(() => Inlet.Open(services, "POST /orders", "orders", null)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<RouteFault> Faults(string inlet, string topic, string host) => Assert.Throws<InvalidRoutesException>(() => Table(inlet, topic, host)).Faults;

    private static RouteTable Table(string inlet, string topic, string host) =>
        Table(inlet.Length == 0 ? null : Queues.GetValueOrDefault(inlet), Queues.GetValueOrDefault(topic), Queues.GetValueOrDefault(host), saysTopic: topic.Length > 0, saysInlet: inlet.Length > 0);

    private static RouteTable Table(DeadLetterQueue<string>? inlet, DeadLetterQueue<string>? topic, DeadLetterQueue<string>? host, bool saysTopic, bool saysInlet = true)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.ClearProviders();
        builder.Services.AddKafkaDlq(kafka => kafka.Routes(routes => routes.Draw(draw => _ = saysTopic ? draw.Topic("orders", route => route.Active(false).DefaultDeadLetterQueue(topic)) : draw)));
        using IHost application = builder.Build();
        Inlet.Open(application.Services, "POST /orders", "orders", saysInlet ? DeadLetterTopic.SettingsOf(inlet) : null);
        KafkaDlqOptions options = new() { GroupId = "shop", DeadLetterQueue = host };
        options.Kafka["bootstrap.servers"] = "localhost:9092";
        return StartupCheck.Run(application.Services.GetRequiredService<KafkaDlqBuilder>(), options);
    }
}
