using Confluent.Kafka;
using Kafka.Dlq.Processing;
using Kafka.Dlq.TimeLimits;

namespace Kafka.Dlq.Connection;

/// <summary>Begins and ends the work on partitions as the group gives and takes them. Runs on the poll thread, inside the client's callbacks.</summary>
internal sealed class Rebalancer(string groupId, TopicLookup topics, AssignmentTable assignments, FetchedRecords records, WorkerFactory workers, OffsetCommitter committer, EndingWork ending, EventPump events)
{
    public void Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions)
        {
            TryBegin(partition);
        }

        ShareRoom();
        events.Post(new PartitionsAssigned(groupId, partitions));
    }

    public void Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        committer.CommitFinally(End(partitions));
        ShareRoom();
        events.Post(new PartitionsRevoked(groupId, partitions));
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions)
    {
        // Another member may own them already: a commit now could move its offsets. One that is on its way must not arrive after this member has joined again, either.
        End(partitions);
        committer.AwaitOngoing();
        ShareRoom();
        events.Post(new PartitionsLost(groupId, partitions));
    }

    private void ShareRoom()
    {
        IReadOnlyCollection<PartitionAssignment> all = [.. assignments.All];
        foreach (PartitionAssignment assignment in all)
        {
            assignment.Buffer.Limits = assignment.Topic.LimitsAmong(all.Count);
        }
    }

    private void TryBegin(TopicPartition partition)
    {
        try
        {
            PartitionWorker worker = workers.Create(partition, topics.Find(partition.Topic));
            assignments.Add(worker);
            worker.Start(ending.Before(partition));
        }
        catch (Exception exception)
        {
            // A topic without a route, for instance: librdkafka and .NET do not read every pattern alike. The other partitions of this assignment must not stand still for it.
            events.Post(new ErrorOccurred(ErrorType.Poll, exception) { Topic = partition.Topic, Partition = partition.Partition });
        }
    }

    private List<PartitionAssignment> End(IReadOnlyList<TopicPartition> partitions)
    {
        List<PartitionAssignment> ended = [];
        foreach (TopicPartition partition in partitions)
        {
            records.Drop(partition);
            if (assignments.TryGet(partition, out PartitionWorker? worker))
            {
                // In this order: a confirmed commit that found it gone from the table but not revoked would take "nothing to commit" for "committed".
                worker.Assignment.Revoke();
                assignments.Remove(partition);
                ended.Add(worker.Assignment);
                ending.Follow(worker);
            }
        }

        return ended;
    }
}
