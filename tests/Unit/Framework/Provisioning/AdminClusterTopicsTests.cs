using Confluent.Kafka;
using Kafka.Dlq.Provisioning;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class AdminClusterTopicsTests
{
    private readonly HashSet<string> _none = [];

    [Fact]
    public async Task Reading_topics_tells_those_that_exist_and_creates_none()
    {
        using IProducer<Null, string> producer = new ProducerBuilder<Null, string>(Settings(("bootstrap.servers", "mock"), ("test.mock.num.brokers", "1"))).SetLogHandler((_, _) => { }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(producer.Handle).Build();
        AdminClusterTopics cluster = new(admin, "mock", TimeSpan.FromSeconds(20), TimeProvider.System);
        await producer.ProduceAsync("orders", new Message<Null, string> { Value = "first" }, TestContext.Current.CancellationToken);

        foreach (int _ in Enumerable.Range(0, 2))
        {
            IReadOnlyDictionary<string, TopicState> topics = await cluster.ReadAsync(["orders", "refunds"], _none, TestContext.Current.CancellationToken);

            Assert.Equal(("orders", 1), (Assert.Single(topics).Key, topics["orders"].ReplicationFactor));
            Assert.True(topics["orders"].Partitions > 0);
        }
    }

    [Fact]
    public async Task Cluster_that_does_not_answer_is_told_with_its_addresses()
    {
        using IAdminClient admin = Admin("127.0.0.1:1");
        AdminClusterTopics cluster = new(admin, "127.0.0.1:1", TimeSpan.FromMilliseconds(200), TimeProvider.System);

        BrokerUnreachableException unreachable = await Assert.ThrowsAsync<BrokerUnreachableException>(
            () => cluster.ReadAsync(["orders"], _none, TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1:1", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_wait_is_not_told_as_a_cluster_that_does_not_answer()
    {
        using IAdminClient admin = Admin("127.0.0.1:1");
        AdminClusterTopics cluster = new(admin, "127.0.0.1:1", TimeSpan.FromMilliseconds(200), TimeProvider.System);
        using CancellationTokenSource stop = new();

        Task read = cluster.ReadAsync(["orders"], _none, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    private static IAdminClient Admin(string bootstrapServers) =>
        new AdminClientBuilder(Settings(("bootstrap.servers", bootstrapServers))).SetLogHandler((_, _) => { }).Build();

    private static Dictionary<string, string> Settings(params (string Key, string Value)[] settings) => settings.ToDictionary(setting => setting.Key, setting => setting.Value);
}
