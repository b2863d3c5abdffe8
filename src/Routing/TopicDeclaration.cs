namespace Kafka.Dlq.Routing;

/// <summary>What a topic shall look like on the cluster, gathered from every <c>Config(...)</c> that names it.</summary>
/// <param name="Topic">The topic's name; never a pattern.</param>
/// <param name="Partitions">How many partitions it has, 1 or more; null leaves it to the broker (<c>num.partitions</c>).</param>
/// <param name="ReplicationFactor">On how many brokers each partition is kept, 1 or more; null leaves it to the broker (<c>default.replication.factor</c>).</param>
/// <param name="Settings">Topic settings by Kafka's own names, for instance <c>retention.ms</c>; what is not named keeps the broker's value.</param>
public sealed record TopicDeclaration(string Topic, int? Partitions, short? ReplicationFactor, IReadOnlyDictionary<string, string> Settings);
