using Kafka.Dlq.Hosting;
using Kafka.Dlq.LetterTopics;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;
using Kafka.Dlq.Tests.Unit.Framework.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kafka.Dlq.Tests.Unit.Framework.LetterTopics;

public sealed class LetterTopicAdviserTests
{
    private static readonly KafkaDlqOptions Options = new()
    {
        GroupId = "shop",
        Kafka = { ["bootstrap.servers"] = "localhost:9092" },
        Clusters = { ["mars"] = new Dictionary<string, string> { ["bootstrap.servers"] = "mars:9092" } },
    };

    private readonly FakeCluster _own = new();
    private readonly FakeCluster _mars = new();
    private readonly List<DeadLetterTopicUnfit> _told = [];
    private Exception? _refusesSettings;
    private Exception? _refusesAll;
    private CancellationToken _stopping = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_way_is_looked_at_once_on_the_clusters_of_its_topics()
    {
        _own.With("orders", 6).With("refunds", 2).With("all.dlq", 3);
        _mars.With("all.dlq", 1);

        await AdviseAsync(TopicProvisioning.Verify, draw => draw
            .Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue("all.dlq"))
            .Topic("refunds", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue("all.dlq", cluster: "mars"))
            .Topic("off", topic => topic.Active(false).DeadLetterQueue("all.dlq")));

        Assert.Equal([("orders", "3"), ("refunds", "1")], _told.Select(unfit => (unfit.Source, unfit.Found)));
        Assert.Equal(["read orders,refunds,all.dlq settings of ", "read orders,refunds,all.dlq settings of orders,refunds,all.dlq"], _own.Calls);
        Assert.Equal(["read all.dlq settings of ", "read all.dlq settings of all.dlq"], _mars.Calls);
    }

    [Fact]
    public async Task Targets_of_rules_and_of_parking_are_looked_at_too()
    {
        _own.With("orders", 2).With("orders.dlq", 2).With("malformed", 1).With("parking", 1);

        await AdviseAsync(TopicProvisioning.Verify, draw => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue(queue => queue
            .Topic("orders.dlq").MaxDepth(3, "parking").On<FormatException>().DeadLetter("malformed"))));

        Assert.Equal(["malformed", "parking"], _told.Select(unfit => unfit.Topic));
    }

    [Fact]
    public async Task Without_provisioning_no_cluster_is_asked_and_declarations_are_looked_at()
    {
        _own.With("orders", 9).With("orders.dlq", 1);

        await AdviseAsync(TopicProvisioning.None, draw => draw
            .Topic("orders", topic => topic.Consumer<BatchConsumer>().Config(partitions: 4).DeadLetterQueue("orders.dlq"))
            .Topic("orders.dlq", topic => topic.Active(false).Config(partitions: 3)));

        Assert.Equal([("3", "4 or more, as many as 'orders' has")], _told.Select(unfit => (unfit.Found, unfit.Wanted)));
        Assert.Empty(_own.Calls);
    }

    [Fact]
    public async Task Partitions_are_looked_at_although_settings_are_not_told()
    {
        _own.With("orders", 2).With("orders.dlq", 1);
        _refusesSettings = new BrokerUnreachableException("localhost:9092", "timed out");

        await AdviseAsync(TopicProvisioning.Verify, Simple);

        Assert.Equal(["partitions"], _told.Select(unfit => unfit.Setting));
    }

    [Fact]
    public async Task Stop_of_the_host_ends_the_wait_without_a_word()
    {
        _refusesAll = new OperationCanceledException();
        _stopping = new CancellationToken(canceled: true);

        await AdviseAsync(TopicProvisioning.Verify, Simple);

        Assert.Empty(_told);
    }

    [Fact]
    public async Task Whatever_the_cluster_throws_fails_nothing()
    {
        _refusesAll = new BrokerUnreachableException("localhost:9092", "away");

        await AdviseAsync(TopicProvisioning.Verify, Simple);

        Assert.Empty(_told);
    }

    private static void Simple(DrawBuilder draw) => draw.Topic("orders", topic => topic.Consumer<BatchConsumer>().DeadLetterQueue("orders.dlq"));

    private Task AdviseAsync(TopicProvisioning mode, Action<DrawBuilder> draw)
    {
        RouteTable routes = Routed.Table(draw);
        KafkaMonitor monitor = new();
        monitor.Subscribe<DeadLetterTopicUnfit>(_told.Add);
        LetterTopicAdviser adviser = new(ReadAsync, monitor, NullLogger.Instance);
        return adviser.AdviseAsync(LetterWay.Of(routes, new Clusters(Options, routes)), [.. routes.Topics.Select(route => route.Declaration).OfType<TopicDeclaration>()], mode, _stopping);
    }

    private Task<IReadOnlyDictionary<string, TopicState>> ReadAsync(string? cluster, IReadOnlyCollection<string> topics, bool withSettings, CancellationToken cancellationToken)
    {
        Exception? refusal = _refusesAll ?? (withSettings ? _refusesSettings : null);
        return refusal is null
            ? (cluster is null ? _own : _mars).ReadAsync(topics, withSettings ? topics.ToHashSet() : [], cancellationToken)
            : Task.FromException<IReadOnlyDictionary<string, TopicState>>(refusal);
    }
}
