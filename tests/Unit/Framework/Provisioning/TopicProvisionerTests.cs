using Confluent.Kafka;
using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning;

public sealed class TopicProvisionerTests
{
    private readonly FakeCluster _cluster = new();

    [Fact]
    public async Task Plan_is_carried_out_and_the_second_time_there_is_nothing_left()
    {
        _cluster.With("orders", 3, 1, ("a", "1"));
        WantedTopic[] wanted = [Wanted.Declared("orders", 6, settings: ("a", "2")), WantedTopic.DeadLetterTarget("orders.dlq", "orders")];

        await ProvisionAsync(TopicProvisioning.Align, wanted);
        await ProvisionAsync(TopicProvisioning.Align, wanted);

        Assert.Equal(
            ["read orders,orders.dlq settings of orders", "create orders.dlq", "raise orders", "alter orders", "read orders,orders.dlq settings of orders"],
            _cluster.Calls);
        Assert.Equal((6, 6), (_cluster.Topics["orders"].Partitions, _cluster.Topics["orders.dlq"].Partitions));
    }

    [Fact]
    public async Task Cluster_is_not_asked_when_provisioning_is_off_or_only_patterns_are_wanted()
    {
        await ProvisionAsync(TopicProvisioning.None, WantedTopic.Consumed("orders"));
        await ProvisionAsync(TopicProvisioning.Verify, WantedTopic.Consumed("^orders"));

        Assert.Empty(_cluster.Calls);
    }

    [Fact]
    public async Task All_faults_are_thrown_together_and_nothing_is_changed()
    {
        _cluster.With("orders", 6).With("refunds", 6);

        TopicProvisioningException faulty = await Assert.ThrowsAsync<TopicProvisioningException>(() => ProvisionAsync(
            TopicProvisioning.Align, Wanted.Declared("orders", 3), Wanted.Declared("refunds", 3), WantedTopic.Consumed("missing")));

        Assert.Equal(["orders", "refunds"], faulty.Faults.Select(fault => fault.Topic));
        Assert.Equal(3, faulty.Message.Split(Environment.NewLine).Length);
        Assert.Single(_cluster.Calls);
    }

    [Fact]
    public async Task Refusal_of_a_change_that_was_made_all_the_same_is_forgiven()
    {
        _cluster.With("orders", 3);
        _cluster.Refuses["orders"] = new Error(ErrorCode.RequestTimedOut, "late");
        _cluster.Meanwhile = () => _cluster.With("orders", 6);

        await ProvisionAsync(TopicProvisioning.Align, Wanted.Declared("orders", 6));

        Assert.Equal(3, _cluster.Calls.Count);
    }

    [Fact]
    public async Task Refusal_that_stands_is_a_fault_with_the_words_of_the_broker()
    {
        _cluster.Refuses["orders"] = new Error(ErrorCode.InvalidReplicationFactor, "3 is larger than the number of brokers: 1.");

        TopicProvisioningException faulty = await Assert.ThrowsAsync<TopicProvisioningException>(() => ProvisionAsync(
            TopicProvisioning.CreateMissing, Wanted.Declared("orders", 6, 3), WantedTopic.Consumed("refunds")));

        TopicFinding fault = Assert.Single(faulty.Faults);
        Assert.Equal(("orders", "declared"), (fault.Topic, fault.Why));
        Assert.Contains("3 is larger than the number of brokers: 1.", fault.Found, StringComparison.Ordinal);
        Assert.True(_cluster.Topics.ContainsKey("refunds"));
    }

    [Fact]
    public async Task Refusal_that_may_pass_asks_the_host_to_try_again()
    {
        _cluster.Refuses["orders"] = new Error(ErrorCode.NotController, "moved");

        BrokerUnreachableException unreachable = await Assert.ThrowsAsync<BrokerUnreachableException>(
            () => ProvisionAsync(TopicProvisioning.CreateMissing, WantedTopic.Consumed("orders")));

        Assert.Contains("localhost:9092", unreachable.Message, StringComparison.Ordinal);
        Assert.Contains("moved", unreachable.Reason, StringComparison.Ordinal);
    }

    private async Task ProvisionAsync(TopicProvisioning mode, params WantedTopic[] wanted)
    {
        TopicProvisioner provisioner = new(_cluster);
        ProvisioningPlan plan = await provisioner.PlanAsync(wanted, mode, TestContext.Current.CancellationToken);
        await provisioner.CarryOutAsync(plan, wanted, TestContext.Current.CancellationToken);
    }
}
