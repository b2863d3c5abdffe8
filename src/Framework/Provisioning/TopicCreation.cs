namespace Kafka.Dlq.Provisioning;

/// <summary>A topic to create.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partitions">How many partitions; -1 as the broker has it by default.</param>
/// <param name="ReplicationFactor">On how many brokers; -1 as the broker has it by default.</param>
/// <param name="Settings">Its settings; those that are not named are the broker's defaults.</param>
public sealed record TopicCreation(string Topic, int Partitions, short ReplicationFactor, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Leaves a number to the broker (KIP-464, brokers from 2.4).</summary>
    internal const int BrokerDefault = -1;
}
