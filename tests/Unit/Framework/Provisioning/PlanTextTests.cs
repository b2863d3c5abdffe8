using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class PlanTextTests
{
    private static readonly WantedTopic[] Routes =
    [
        Wanted.Declared("orders", 6, 3, ("retention.ms", "2000"), ("cleanup.policy", "compact")),
        WantedTopic.DeadLetterTarget("orders.dlq", "orders"),
        WantedTopic.Consumed("refunds"),
    ];

    private readonly FakeCluster _cluster = new FakeCluster().With("orders", 3, 1, ("retention.ms", "1000"), ("cleanup.policy", "delete"), ("segment.ms", "1"));

    [Fact]
    public void Aligning_plan_tells_each_change_and_each_warning() => Reads(
        TopicProvisioning.Align,
        "Topics at localhost:9092, Align: to do",
        "- create topic 'orders.dlq' with 6 partitions, the broker's replication factor",
        "- create topic 'refunds' with the broker's number of partitions, the broker's replication factor",
        "- raise the partitions of topic 'orders' from 3 to 6",
        "- alter settings of topic 'orders': cleanup.policy from delete to compact, retention.ms from 1000 to 2000",
        "- warning: topic 'orders' (declared), replicationFactor: found 1; wanted 3; declare what is there, or reassign its replicas with Kafka's own tools");

    [Fact]
    public void Creation_tells_settings_and_replication_factor()
    {
        _cluster.Topics.Clear();

        Reads(
            TopicProvisioning.CreateMissing,
            "Topics at localhost:9092, CreateMissing: to do",
            "- create topic 'orders' with 6 partitions, replication factor 3, cleanup.policy=compact, retention.ms=2000",
            "- create topic 'orders.dlq' with 6 partitions, the broker's replication factor",
            "- create topic 'refunds' with the broker's number of partitions, the broker's replication factor");
    }

    [Fact]
    public void Verifying_plan_tells_what_the_other_modes_would_do()
    {
        string[] lines = Plan(TopicProvisioning.Verify).ToString().Split(Environment.NewLine);

        Assert.Equal("Topics at localhost:9092, Verify: nothing is done before the faults are gone", lines[0]);
        Assert.Equal(6, lines.Count(line => line.StartsWith("- FAULT: topic '", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "- CreateMissing and Align would create topic 'orders.dlq' with 6 partitions, the broker's replication factor",
                "- CreateMissing and Align would create topic 'refunds' with the broker's number of partitions, the broker's replication factor",
                "- Align would raise the partitions of topic 'orders' from 3 to 6",
                "- Align would alter settings of topic 'orders': cleanup.policy from delete to compact, retention.ms from 1000 to 2000",
            ],
            lines[7..]);
    }

    [Fact]
    public void Fewer_partitions_are_refused_in_words_and_nothing_else_is_promised()
    {
        _cluster.With("orders", 12, 3, ("retention.ms", "1000"), ("cleanup.policy", "compact"));
        ProvisioningPlan plan = Plan(TopicProvisioning.Align);

        Assert.Empty(plan.Raise);
        Assert.StartsWith("Topics at localhost:9092, Align: nothing is done before the faults are gone", plan.ToString(), StringComparison.Ordinal);
        Assert.Contains("- FAULT: topic 'orders' (declared), partitions: found 12; wanted 6; declare what is there: Kafka cannot take partitions away", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_that_the_broker_does_not_know_comes_from_nothing() => Assert.Contains(
        "retension.ms from nothing to 1",
        Wanted.Plan(TopicProvisioning.Align, _cluster, Wanted.Declared("orders", settings: ("retension.ms", "1"))).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Empty_plan_says_so()
    {
        ProvisioningPlan plan = Wanted.Plan(TopicProvisioning.Verify, _cluster, WantedTopic.Consumed("orders"));

        Assert.True(plan.IsEmpty);
        Assert.Equal("Topics at localhost:9092, Verify: nothing to do", plan.ToString());
    }

    [Fact]
    public void Plan_of_several_clusters_sums_up()
    {
        TopicPlan plan = new([Plan(TopicProvisioning.Verify), Plan(TopicProvisioning.Align)]);

        Assert.False(plan.IsEmpty);
        Assert.Equal((6, 1), (plan.Faults.Count, plan.Warnings.Count));
        Assert.Contains($"{Environment.NewLine}Topics at localhost:9092, Align", plan.ToString(), StringComparison.Ordinal);
        Assert.Equal("Topics: none is needed, or options.Topics is None.", new TopicPlan([]).ToString());
    }

    private ProvisioningPlan Plan(TopicProvisioning mode) => Wanted.Plan(mode, _cluster, Routes);

    private void Reads(TopicProvisioning mode, params string[] lines) => Assert.Equal(string.Join(Environment.NewLine, lines), Plan(mode).ToString());
}
