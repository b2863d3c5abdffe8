namespace Kafka.Dlq.Provisioning;

/// <summary>Writes a plan so that a person reads what would happen, in the order in which it would.</summary>
internal static class PlanText
{
    public static string Of(ProvisioningPlan plan) => string.Join(Environment.NewLine, Lines(plan));

    private static IEnumerable<string> Lines(ProvisioningPlan plan)
    {
        yield return $"Topics at {plan.BootstrapServers}, {plan.Mode}: {Sum(plan)}";
        IEnumerable<string> own = Changes(plan).Concat(plan.Faults.Select(fault => $"FAULT: {fault}")).Concat(plan.Warnings.Select(warning => $"warning: {warning}"));
        IEnumerable<string> possible = plan.Aligning is { } aligning ? Changes(aligning).Select(change => $"{ModeFor(change)} would {change}") : [];
        foreach (string line in own.Concat(possible))
        {
            yield return $"- {line}";
        }
    }

    private static string Sum(ProvisioningPlan plan) => plan switch
    {
        { Faults.Count: > 0 } => "nothing is done before the faults are gone",
        { IsEmpty: true } => "nothing to do",
        _ => "to do",
    };

    private static IEnumerable<string> Changes(ProvisioningPlan plan) => plan.Create.Select(Text).Concat(plan.Raise.Select(Text)).Concat(plan.Alter.Select(Text));

    private static string ModeFor(string change) => change.StartsWith(Creates, StringComparison.Ordinal) ? "CreateMissing and Align" : "Align";

    private const string Creates = "create ";

    private static string Text(TopicCreation topic)
    {
        string partitions = topic.Partitions == TopicCreation.BrokerDefault ? "the broker's number of partitions" : $"{topic.Partitions} partitions";
        string copies = topic.ReplicationFactor == TopicCreation.BrokerDefault ? "the broker's replication factor" : $"replication factor {topic.ReplicationFactor}";
        return $"{Creates}topic '{topic.Topic}' with {partitions}, {copies}{string.Concat(InOrder(topic.Settings).Select(setting => $", {setting.Key}={setting.Value}"))}";
    }

    private static string Text(PartitionRaise topic) => $"raise the partitions of topic '{topic.Topic}' from {topic.From} to {topic.To}";

    private static string Text(SettingsChange topic) =>
        $"alter settings of topic '{topic.Topic}': {string.Join(", ", InOrder(topic.Settings).Select(setting => $"{setting.Key} from {topic.Before.GetValueOrDefault(setting.Key, "nothing")} to {setting.Value}"))}";

    private static IEnumerable<KeyValuePair<string, string>> InOrder(IReadOnlyDictionary<string, string> settings) => settings.OrderBy(setting => setting.Key, StringComparer.Ordinal);
}
