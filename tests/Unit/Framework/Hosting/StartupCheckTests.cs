using Confluent.Kafka;
using Kafka.Dlq.Hosting;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Hosting;

public sealed class StartupCheckTests
{
    [Fact]
    public void Without_faults_there_is_a_table_with_the_hosts_values()
    {
        KafkaDlqOptions options = Good();
        options.GroupId = "shop";
        options.MaxMessages = 7;
        options.MaxWaitTime = TimeSpan.FromSeconds(3);
        options.Pause = new PauseOptions { Timeout = TimeSpan.FromSeconds(9) };

        TopicRoute route = StartupCheck.Run(Drawn(draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>())), options).Topics.Single();

        Assert.Equal(("shop", 7, 3.0, 9.0), (route.GroupId, route.MaxMessages, route.MaxWaitTime.TotalSeconds, route.Pause.Timeout.TotalSeconds));
        Assert.Equal("localhost:9092", route.Kafka["bootstrap.servers"]);
    }

    [Fact]
    public void Transactions_are_refused_where_partitions_are_given_out_while_one_is_open()
    {
        KafkaDlqOptions options = Named();
        options.Kafka["isolation.level"] = "read_uncommitted";
        KafkaDlqBuilder builder = Drawn(draw => draw.Topic("orders", topic => topic.Consumer<Plain>().DeadLetterQueue(queue => queue.Topic("orders.dlq").Transactional())));

        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, options)).Faults);

        Assert.Equal("DeadLetterQueue(Transactional)", fault.Option);
        Assert.Contains("read_committed", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Transactions_are_refused_to_consumers_with_a_producer_of_their_own()
    {
        KafkaDlqBuilder builder = Drawn(draw => draw.Topic("orders", topic => topic.Consumer<OwnProducer>().DeadLetterQueue(queue => queue.Topic("orders.dlq").Transactional())));

        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, Named())).Faults);

        Assert.Contains(nameof(OwnProducer), fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Transactions_are_refused_where_the_consumer_has_the_offsets()
    {
        KafkaDlqBuilder builder = Drawn(draw =>
        {
            draw.Topic("orders", topic => topic.Consumer<Plain>().ManualOffsetManagement().DeadLetterQueue(queue => queue.Topic("orders.dlq").Transactional()));
            draw.Topic("payments", topic => topic.Consumer<Plain>().ManualOffsetManagement().DeadLetterQueue(queue => queue.Topic("payments.dlq").Transactional().MarkAfterDispatch(true)));
        });

        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, Named())).Faults);

        Assert.Equal("orders", fault.Topic);
    }

    [Fact]
    public void Faults_of_options_and_routes_are_told_together()
    {
        KafkaDlqOptions options = Good();
        options.Concurrency = 0;
        options.Kafka.Clear();
        KafkaDlqBuilder builder = Drawn(draw => draw.ConsumerGroup("billing", group =>
        {
            group.Topic("orders", topic => topic.Consumer<BatchConsumer>().MaxMessages(0));
            group.Topic("payments", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue("payments", maxRetries: -1));
        }));

        IReadOnlyList<RouteFault> faults = Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, options)).Faults;

        Assert.Equal(
            ["Concurrency", "DeadLetterQueue(maxRetries)", "DeadLetterQueue(topic)", "Kafka[\"bootstrap.servers\"]", "MaxMessages"],
            faults.Select(fault => fault.Option).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_consumer_must_be_one_and_must_not_be_abstract()
    {
        KafkaDlqBuilder builder = Drawn(draw => draw.ConsumerGroup("billing", group =>
        {
            group.Topic("orders", topic => topic.Consumer<Unfinished>());
            group.Topic("payments", topic => topic.ConsumerType(typeof(string)));
        }));

        IReadOnlyList<RouteFault> faults = Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, Good())).Faults;

        Assert.Equal([("orders", "Consumer"), ("payments", "Consumer")], faults.Select(fault => (fault.Topic!, fault.Option)));
    }

    [Fact]
    public void A_cluster_that_nobody_declared_is_a_fault_that_names_the_known_ones()
    {
        KafkaDlqBuilder builder = Drawn(draw => draw.ConsumerGroup("billing", group =>
            group.Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue("orders.dlq", cluster: "moon"))));
        KafkaDlqOptions options = Good();
        options.Clusters["mars"] = new Dictionary<string, string> { ["bootstrap.servers"] = "mars:9092" };

        RouteFault fault = Assert.Single(Assert.Throws<InvalidRoutesException>(() => StartupCheck.Run(builder, options)).Faults);

        Assert.Equal("moon", fault.Found);
        Assert.Contains("mars", fault.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_and_routes_said_several_times_add_up()
    {
        KafkaDlqBuilder builder = Drawn(draw => draw.ConsumerGroup("billing", group => group.Topic("orders", topic => topic.Consumer<BatchConsumer>())));
        builder.Routes(routes => routes.Draw(draw => draw.ConsumerGroup("billing", group => group.Topic("payments", topic => topic.Consumer<BatchConsumer>()))));
        builder.Configure(options => options.Kafka["bootstrap.servers"] = "a:9092").Configure(options => options.ClientId = "tills");
        KafkaDlqOptions options = new();
        builder.Apply(options);

        RouteTable table = StartupCheck.Run(builder, options);

        Assert.Equal(["orders", "payments"], table.Topics.Select(route => route.Topic));
        Assert.Equal("tills", options.ClientId);
    }

    private static KafkaDlqBuilder Drawn(Action<DrawBuilder> draw) => new KafkaDlqBuilder().Routes(routes => routes.Draw(draw));

    private static KafkaDlqOptions Good() => new() { Kafka = { ["bootstrap.servers"] = "localhost:9092" } };

    private static KafkaDlqOptions Named()
    {
        KafkaDlqOptions options = Good();
        options.GroupId = "shop";
        return options;
    }

    internal abstract class Unfinished : BaseConsumer;

    private sealed class Plain : BaseConsumer
    {
        protected internal override Task ConsumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class OwnProducer : BaseConsumer
    {
        protected override IProducer<byte[]?, byte[]?> Producer => base.Producer;

        protected internal override Task ConsumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
