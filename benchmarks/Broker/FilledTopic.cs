using System.Text.Json.Serialization;

namespace Kafka.Dlq.Benchmarks.Broker;

/// <summary>A filled topic: as many records in each partition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="PerPartition">How many records each holds, from offset 0 on.</param>
internal sealed record FilledTopic(string Name, int Partitions, long PerPartition)
{
    [JsonIgnore]
    public long Records => Partitions * PerPartition;
}
