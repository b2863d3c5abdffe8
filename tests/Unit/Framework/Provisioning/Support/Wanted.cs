using Kafka.Dlq.Provisioning;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Tests.Unit.Framework.Provisioning.Support;

/// <summary>Wanted topics in one line.</summary>
internal static class Wanted
{
    public static WantedTopic Declared(string topic, int? partitions = null, short? replicationFactor = null, params (string Name, string Value)[] settings) =>
        WantedTopic.Declared(new TopicDeclaration(topic, partitions, replicationFactor, settings.ToDictionary(setting => setting.Name, setting => setting.Value)));

    public static ProvisioningPlan Plan(TopicProvisioning mode, FakeCluster cluster, params WantedTopic[] wanted) =>
        ProvisioningPlanner.Plan(NeededTopic.Merge(wanted), cluster.Topics, mode, cluster.BootstrapServers);
}
