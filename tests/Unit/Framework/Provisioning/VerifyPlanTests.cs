using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class VerifyPlanTests
{
    [Fact]
    public void Missing_topics_are_faults_that_name_the_reason_and_the_remedy_and_nothing_is_created()
    {
        ProvisioningPlan plan = Wanted.Plan(
            TopicProvisioning.Verify,
            new FakeCluster(),
            WantedTopic.Consumed("orders"),
            WantedTopic.DeadLetterTarget("orders.dlq", "orders"),
            Wanted.Declared("orders.dlq", partitions: 6));

        Assert.Empty(plan.Create);
        Assert.Equal(
            [
                "topic 'orders' (consumed), topic: found no such topic that this client may see; wanted the topic; create it, or set options.Topics to CreateMissing",
                "topic 'orders.dlq' (dead letter target of 'orders', declared), topic: found no such topic that this client may see; wanted the topic; create it, or set options.Topics to CreateMissing",
            ],
            plan.Faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Every_difference_from_the_declaration_is_a_fault()
    {
        FakeCluster cluster = new FakeCluster().With("orders", partitions: 3, replicationFactor: 1, ("retention.ms", "1000"), ("cleanup.policy", "delete"));

        ProvisioningPlan plan = Wanted.Plan(
            TopicProvisioning.Verify,
            cluster,
            Wanted.Declared("orders", 6, 3, ("retention.ms", "2000"), ("cleanup.policy", "delete"), ("retension.ms", "1")));

        Assert.Equal(
            [("partitions", "3", "6"), ("replicationFactor", "1", "3"), ("retension.ms", "no such setting", "'1'"), ("retention.ms", "'1000'", "'2000'")],
            plan.Faults.Select(fault => (fault.Option, fault.Found, fault.Wanted)));
        Assert.Empty(plan.Warnings);
        Assert.False(plan.Touches("orders"));
    }

    [Fact]
    public void More_partitions_than_declared_are_a_fault_that_does_not_advise_what_cannot_be_done()
    {
        ProvisioningPlan plan = Wanted.Plan(TopicProvisioning.Verify, new FakeCluster().With("orders", 6), Wanted.Declared("orders", 3));

        Assert.DoesNotContain("Align", Assert.Single(plan.Faults).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_declared_cannot_differ()
    {
        FakeCluster cluster = new FakeCluster().With("orders", 3, 2, ("retention.ms", "1")).With("refunds", 1);

        ProvisioningPlan plan = Wanted.Plan(TopicProvisioning.Verify, cluster, Wanted.Declared("orders"), WantedTopic.Consumed("refunds"));

        Assert.Empty(plan.Faults);
    }

    [Theory]
    [InlineData("0.50", "0.5")]
    [InlineData("TRUE", "true")]
    [InlineData(" 604800000", "604800000")]
    public void Values_that_a_broker_writes_otherwise_are_equal(string declared, string found) =>
        Assert.Empty(Wanted.Plan(TopicProvisioning.Verify, new FakeCluster().With("orders", 1, 1, ("x", found)), Wanted.Declared("orders", settings: ("x", declared))).Faults);

    [Fact]
    public void Topic_that_may_not_be_described_is_a_fault()
    {
        FakeCluster cluster = new();
        cluster.Topics["orders"] = new TopicState(0, 0, new Dictionary<string, string>(), "Topic authorization failed");

        TopicFinding fault = Assert.Single(Wanted.Plan(TopicProvisioning.CreateMissing, cluster, WantedTopic.Consumed("orders")).Faults);

        Assert.Equal("Topic authorization failed", fault.Found);
    }

    [Fact]
    public void Patterns_are_skipped() =>
        Assert.Empty(Wanted.Plan(TopicProvisioning.Verify, new FakeCluster(), WantedTopic.Consumed("^orders")).Faults);

    [Fact]
    public void Nothing_is_planned_when_provisioning_is_off() =>
        Assert.Empty(Wanted.Plan(TopicProvisioning.None, new FakeCluster(), WantedTopic.Consumed("orders")).Faults);
}
