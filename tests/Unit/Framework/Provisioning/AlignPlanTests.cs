using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class AlignPlanTests
{
    [Fact]
    public void Partitions_are_raised_and_only_settings_that_differ_are_altered()
    {
        FakeCluster cluster = new FakeCluster().With("orders", 3, 1, ("a", "1"), ("b", "1"));

        ProvisioningPlan plan = Plan(cluster, Wanted.Declared("orders", 6, 1, ("a", "1"), ("b", "2")));

        Assert.Equal(new PartitionRaise("orders", From: 3, To: 6), Assert.Single(plan.Raise));
        Assert.Equal([("b", "2")], Assert.Single(plan.Alter).Settings.Select(setting => (setting.Key, setting.Value)));
        Assert.Empty(plan.Faults);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Fewer_partitions_than_there_are_are_refused()
    {
        ProvisioningPlan plan = Plan(new FakeCluster().With("orders", 6), Wanted.Declared("orders", 3));

        Assert.Equal(("partitions", "6", "3"), (Assert.Single(plan.Faults).Option, plan.Faults[0].Found, plan.Faults[0].Wanted));
        Assert.Empty(plan.Raise);
    }

    [Fact]
    public void Other_replication_factor_is_a_warning()
    {
        ProvisioningPlan plan = Plan(new FakeCluster().With("orders", 6, 1), Wanted.Declared("orders", 6, 3));

        Assert.Equal("replicationFactor", Assert.Single(plan.Warnings).Option);
        Assert.Empty(plan.Faults);
    }

    [Fact]
    public void Missing_topic_is_created_and_its_target_is_as_wide_as_the_source_will_be()
    {
        ProvisioningPlan plan = Plan(new FakeCluster().With("orders", 3), Wanted.Declared("orders", 6), WantedTopic.DeadLetterTarget("orders.dlq", "orders"));

        Assert.Equal(("orders.dlq", 6), (Assert.Single(plan.Create).Topic, plan.Create[0].Partitions));
    }

    [Fact]
    public void Topic_as_declared_is_left_alone()
    {
        ProvisioningPlan plan = Plan(new FakeCluster().With("orders", 6, 3, ("a", "1")), Wanted.Declared("orders", 6, 3, ("a", "1")));

        Assert.False(plan.Touches("orders"));
    }

    private static ProvisioningPlan Plan(FakeCluster cluster, params WantedTopic[] wanted) => Wanted.Plan(TopicProvisioning.Align, cluster, wanted);
}
