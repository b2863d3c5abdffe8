using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Dlq.Examples.DeclaredDeadLetters;

/// <summary>Shows what a topic looks like on the broker.</summary>
internal static class TopicSheet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task WriteAsync(ExampleKafka broker, string topic)
    {
        using IAdminClient admin = new AdminClientBuilder(broker.Client<AdminClientConfig>()).Build();
        int partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Count;
        Console.WriteLine($"{topic} has {partitions} partitions{(broker.IsEmbedded ? "" : await SettingsAsync(admin, topic))}");
    }

    private static async Task<string> SettingsAsync(IAdminClient admin, string topic)
    {
        List<DescribeConfigsResult> described = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        return string.Concat(described.Single().Entries.Values
            .Where(entry => entry.Source == ConfigSource.DynamicTopicConfig)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => $", {entry.Name} = {entry.Value}"));
    }
}
