using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Dlq.Reliability.Brokers;

/// <summary>Creates, alters and deletes the topics of campaigns.</summary>
internal static class TopicMaker
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task CreateAsync(string bootstrapServers, string name, int partitions, params (string Key, string Value)[] settings)
    {
        using IAdminClient admin = PlainClients.Admin(bootstrapServers);
        TopicSpecification topic = new() { Name = name, NumPartitions = partitions, ReplicationFactor = -1, Configs = settings.ToDictionary(pair => pair.Key, pair => pair.Value) };
        await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { OperationTimeout = Deadline, RequestTimeout = Deadline });
        await Wait.UntilAsync(() => Leaders(admin, name) == partitions, Deadline, () => $"topic {name} was created, but not all of its partitions have a leader");
    }

    /// <summary>Changes one setting of a topic.</summary>
    public static async Task AlterAsync(string bootstrapServers, string name, string key, string value)
    {
        using IAdminClient admin = PlainClients.Admin(bootstrapServers);
        ConfigResource topic = new() { Type = ResourceType.Topic, Name = name };
        await admin.IncrementalAlterConfigsAsync(new() { [topic] = [new ConfigEntry { Name = key, Value = value, IncrementalOperation = AlterConfigOpType.Set }] });
    }

    /// <summary>Deletes topics; one that is not there is no fault.</summary>
    public static async Task DeleteAsync(string bootstrapServers, params IEnumerable<string> names)
    {
        try
        {
            using IAdminClient admin = PlainClients.Admin(bootstrapServers);
            await admin.DeleteTopicsAsync(names, new DeleteTopicsOptions { RequestTimeout = Deadline });
        }
        catch (DeleteTopicsException)
        {
            // They go with the broker, or stay for the person who looks at what went wrong.
        }
    }

    private static int Leaders(IAdminClient admin, string name) => admin.GetMetadata(name, Deadline).Topics.Single().Partitions.Count(partition => partition.Leader >= 0);
}
