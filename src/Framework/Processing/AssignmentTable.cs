using Confluent.Kafka;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Kafka.Dlq.Processing;

/// <summary>The partitions that one connection owns now. Changed by the poll thread only; read by all.</summary>
internal sealed class AssignmentTable
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionWorker> _workers = new();

    public IEnumerable<PartitionAssignment> All => Workers.Select(worker => worker.Assignment);

    /// <summary>In the order of their partitions, so that nothing depends on the hash codes of this process.</summary>
    public IReadOnlyCollection<PartitionWorker> Workers => [.. _workers.Values.OrderBy(worker => worker.Assignment.Partition.Topic, StringComparer.Ordinal).ThenBy(worker => worker.Assignment.Partition.Partition.Value)];

    public bool Any(Func<PartitionAssignment, bool> condition)
    {
        foreach (KeyValuePair<TopicPartition, PartitionWorker> owned in _workers)
        {
            if (condition(owned.Value.Assignment))
            {
                return true;
            }
        }

        return false;
    }

    public bool TryGet(TopicPartition partition, [NotNullWhen(true)] out PartitionWorker? worker) => _workers.TryGetValue(partition, out worker);

    public void Add(PartitionWorker worker) => _workers[worker.Assignment.Partition] = worker;

    public void Remove(TopicPartition partition) => _workers.TryRemove(partition, out _);
}
