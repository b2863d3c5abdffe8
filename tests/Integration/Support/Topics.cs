using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka.Dlq.Tests.Integration.Support;

/// <summary>Creates and deletes topics on a real broker.</summary>
internal static class Topics
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task CreateAsync(string bootstrapServers, string name, int partitions, IReadOnlyDictionary<string, string> settings)
    {
        using IAdminClient admin = PlainClients.Admin(bootstrapServers);
        TopicSpecification topic = new() { Name = name, NumPartitions = partitions, ReplicationFactor = -1, Configs = new(settings) };
        await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { OperationTimeout = Deadline, RequestTimeout = Deadline });
        await Eventually.BecomesTrueAsync(
            () => Partitions(admin, name) == partitions,
            Deadline,
            () => $"topic {name} was created, but the broker does not list its {partitions} partitions");
    }

    public static async Task DeleteAsync(string bootstrapServers, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        try
        {
            using IAdminClient admin = PlainClients.Admin(bootstrapServers);
            await admin.DeleteTopicsAsync(names, new DeleteTopicsOptions { RequestTimeout = Deadline });
        }
        catch (KafkaException refused)
        {
            await Console.Out.WriteLineAsync($"Not all topics of this run could be deleted from {bootstrapServers}: {refused.Error.Reason}");
        }
    }

    private static int Partitions(IAdminClient admin, string name)
    {
        TopicMetadata topic = admin.GetMetadata(name, Deadline).Topics.Single();
        return topic.Partitions.Count(partition => partition.Leader >= 0);
    }
}
