using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class CreateMissingPlanTests
{
    [Fact]
    public void Declared_topic_is_created_as_declared()
    {
        TopicCreation creation = Assert.Single(Plan(new FakeCluster(), Wanted.Declared("orders.dlq", 6, 3, ("retention.ms", "1"))).Create);

        Assert.Equal(("orders.dlq", 6, (short)3, "1"), (creation.Topic, creation.Partitions, creation.ReplicationFactor, creation.Settings["retention.ms"]));
    }

    [Fact]
    public void Consumed_topic_without_declaration_is_left_to_the_broker()
    {
        TopicCreation creation = Assert.Single(Plan(new FakeCluster(), WantedTopic.Consumed("orders")).Create);

        Assert.Equal((-1, (short)-1), (creation.Partitions, creation.ReplicationFactor));
        Assert.Empty(creation.Settings);
    }

    [Fact]
    public void Dead_letter_target_gets_as_many_partitions_as_its_source_has() =>
        Assert.Equal(12, Created(new FakeCluster().With("orders", 12), WantedTopic.DeadLetterTarget("orders.dlq", "orders"))["orders.dlq"]);

    [Fact]
    public void Dead_letter_target_of_several_sources_is_as_wide_as_the_widest() =>
        Assert.Equal(12, Created(
            new FakeCluster().With("orders", 3).With("refunds", 12),
            WantedTopic.DeadLetterTarget("dlq", "orders"),
            WantedTopic.DeadLetterTarget("dlq", "refunds"))["dlq"]);

    [Fact]
    public void Dead_letter_target_follows_a_source_that_is_created_with_it()
    {
        Dictionary<string, int> created = Created(
            new FakeCluster(),
            WantedTopic.DeadLetterTarget("orders.dlq.dlq", "orders.dlq"),
            WantedTopic.DeadLetterTarget("orders.dlq", "orders"),
            WantedTopic.Consumed("orders"),
            Wanted.Declared("orders", 6));

        Assert.Equal((6, 6, 6), (created["orders"], created["orders.dlq"], created["orders.dlq.dlq"]));
    }

    [Fact]
    public void Declaration_goes_before_the_partitions_of_the_source_and_what_it_leaves_open_follows_the_source()
    {
        Dictionary<string, int> created = Created(
            new FakeCluster().With("orders", 12),
            WantedTopic.DeadLetterTarget("a", "orders"),
            Wanted.Declared("a", 2),
            WantedTopic.DeadLetterTarget("b", "orders"),
            Wanted.Declared("b", replicationFactor: 3));

        Assert.Equal((2, 12), (created["a"], created["b"]));
    }

    [Fact]
    public void Targets_in_a_circle_are_left_to_the_broker() =>
        Assert.Equal(-1, Created(new FakeCluster(), WantedTopic.DeadLetterTarget("a", "b"), WantedTopic.DeadLetterTarget("b", "a"))["a"]);

    [Fact]
    public void Differences_of_topics_that_exist_are_warnings()
    {
        ProvisioningPlan plan = Plan(new FakeCluster().With("orders", 3, 1, ("a", "1")), Wanted.Declared("orders", 6, 3, ("a", "2")));

        Assert.Equal(["partitions", "replicationFactor", "a"], plan.Warnings.Select(warning => warning.Option));
        Assert.Empty(plan.Faults);
        Assert.False(plan.Touches("orders"));
    }

    private static ProvisioningPlan Plan(FakeCluster cluster, params WantedTopic[] wanted) => Wanted.Plan(TopicProvisioning.CreateMissing, cluster, wanted);

    private static Dictionary<string, int> Created(FakeCluster cluster, params WantedTopic[] wanted) =>
        Plan(cluster, wanted).Create.ToDictionary(creation => creation.Topic, creation => creation.Partitions);
}
