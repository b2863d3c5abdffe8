using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kafka.Dlq.Tests.Unit.Framework.Rejecting;

/// <summary>Sinks and actions are checked at start with everything else.</summary>
public sealed class SinkTableTests
{
    [Fact]
    public void Sink_that_nobody_declared_is_a_fault_that_names_the_known_ones()
    {
        KafkaDlqBuilder kafka = Kafka().LogSink("audit").TopicSink("bad", "orders.bad");

        IReadOnlyList<RouteFault> faults = Faults(kafka.Routes(routes => routes.Draw(draw => draw
            .Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.Sink("audti")))
            .Topic("refunds", topic => topic.Consumer<BatchConsumer>().DeserializationAction(DeadLetterAction.Sink("raw")))
            .Topic("switched.off", topic => topic.Active(false).DeadLetterAction(DeadLetterAction.Sink("nobody"))))));

        Assert.Equal(
            [("orders", "DeadLetterAction", "sink 'audti'"), ("refunds", "DeserializationAction", "sink 'raw'")],
            faults.Select(fault => (fault.Topic!, fault.Option, fault.Found)));
        Assert.All(faults, fault => Assert.EndsWith("or a sink: 'audit', 'bad'", fault.Allowed, StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_sink_of_the_host_is_told_by_its_option_together_with_all_other_faults()
    {
        KafkaDlqOptions options = Good();
        options.DeadLetterAction = DeadLetterAction.Sink("nowhere");
        options.Concurrency = 0;

        IReadOnlyList<RouteFault> faults = Faults(Kafka().Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>()))), options);

        Assert.Equal(["Concurrency", "options.DeadLetterAction"], faults.Select(fault => fault.Option).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sinks_of_the_container_are_known_by_their_keys()
    {
        ServiceCollection services = [];
        services.AddKeyedSingleton<IDeadLetterSink>("audit", (_, _) => new FakeSink());
        KafkaDlqBuilder kafka = new KafkaDlqBuilder(services).Sink("audit", new SinkOptions { Size = 7 });

        RouteTable table = StartupCheck.Run(kafka.Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.Sink("audit"))))), Good());

        Assert.Equal(7, Assert.Single(kafka.Sinks.UsedBy(table, DeadLetterAction.Throw)).Options.Size);
    }

    [Fact]
    public void Only_used_sinks_are_made()
    {
        KafkaDlqBuilder kafka = Kafka().LogSink("audit").LogSink("spare").Routes(routes => routes.Draw(draw => draw
            .Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.Sink("audit")))
            .Topic("refunds", topic => topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.Sink("audit")))));

        Assert.Equal(["audit"], kafka.Sinks.UsedBy(StartupCheck.Run(kafka, Good()), DeadLetterAction.Throw).Select(sink => sink.Name));
    }

    [Fact]
    public void Declarations_are_checked()
    {
        KafkaDlqBuilder kafka = Kafka()
            .LogSink("Throw")
            .LogSink("twice")
            .LogSink("twice")
            .Sink("gone", new SinkOptions())
            .TopicSink("topic", "no topic!", cluster: "nowhere")
            .Sink("odd", _ => new FakeSink(), new SinkOptions { Size = 0, MaxEntries = -1, Wait = TimeSpan.FromDays(2), MaxBytes = 0, Timeout = TimeSpan.Zero, Backoff = null! });

        IReadOnlyList<RouteFault> faults = Faults(kafka.Routes(routes => routes.Draw(draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>()))));

        Assert.Equal(
            [
                "Sink(\"odd\") Backoff: found null",
                "Sink(\"odd\") MaxBytes: found 0",
                "Sink(\"odd\") MaxEntries: found -1",
                "Sink(\"odd\") Size: found 0",
                "Sink(\"odd\") Timeout: found 00:00:00",
                "Sink(\"odd\") Wait: found 2.00:00:00",
                "Sink: found 'gone' without a way to make it",
                "Sink: found 'twice' 2 times",
                "Sink: found Throw",
                "TopicSink(\"topic\") cluster: found nowhere",
                "TopicSink(\"topic\") topic: found no topic!",
            ],
            faults.Select(fault => fault.ToString().Split(';')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Topic_of_a_sink_must_not_be_one_that_rejects_to_it()
    {
        RouteFault fault = Assert.Single(Faults(Kafka().TopicSink("bad", "orders.bad").Routes(routes => routes.Draw(draw => draw
            .Topic("^orders.*", topic => topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.Sink("bad")))))));

        Assert.Equal("sink 'bad', whose topic 'orders.bad' this route reads", fault.Found);
    }

    [Fact]
    public void Payloads_of_a_guarded_topic_are_not_read_before_the_run()
    {
        KafkaDlqBuilder Guarded(Action<TopicBuilder> say) => Kafka().Routes(routes => routes.Draw(draw => draw.Topic("orders", topic =>
        {
            topic.Consumer<BatchConsumer>().DeadLetterAction(DeadLetterAction.None).DeadLetterQueue(queue => queue.Topic("orders.dlq").CrashGuard());
            say(topic);
        })));

        RouteFault fault = Assert.Single(Faults(Guarded(topic => topic.Deserializer(Json.For<int>()))));

        Assert.Equal(("DeserializationAction", "none with CrashGuard()"), (fault.Option, fault.Found));
        Assert.NotNull(StartupCheck.Run(Guarded(topic => topic.Deserializer(Json.For<int>()).DeserializationAction(DeadLetterAction.Throw)), Good()));
        Assert.NotNull(StartupCheck.Run(Guarded(_ => { }), Good()));
    }

    private static KafkaDlqBuilder Kafka() => new();

    private static IReadOnlyList<RouteFault> Faults(KafkaDlqBuilder kafka, KafkaDlqOptions? options = null) =>
        Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(kafka, options ?? Good())).Faults;

    private static KafkaDlqOptions Good()
    {
        KafkaDlqOptions options = new() { GroupId = "shop" };
        options.Kafka["bootstrap.servers"] = "localhost:9092";
        return options;
    }
}
