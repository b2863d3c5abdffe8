using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.TimeLimits;

/// <summary>The work on partitions that were taken away, until it ends. A partition that comes back waits for it, and a run that ignores its token is told.</summary>
internal sealed class EndingWork(Executor executor, EventPump events, TimeProvider time)
{
    private readonly Dictionary<TopicPartition, Task> _ending = [];
    private readonly Dictionary<TopicPartition, string> _hanging = [];

    /// <summary>The ends of all that has not ended yet.</summary>
    public IReadOnlyCollection<Task> All
    {
        get
        {
            lock (_ending)
            {
                return [.. _ending.Values];
            }
        }
    }

    /// <summary>What ignores its token, each in a sentence.</summary>
    public IReadOnlyCollection<string> Hanging
    {
        get
        {
            lock (_ending)
            {
                return [.. _hanging.Values];
            }
        }
    }

    /// <summary>The end of earlier work on a partition, which must have come before new work begins.</summary>
    public Task Before(TopicPartition partition)
    {
        lock (_ending)
        {
            return _ending.GetValueOrDefault(partition, Task.CompletedTask);
        }
    }

    /// <summary>Follows the work on a partition that was just taken away to its end.</summary>
    public void Follow(PartitionWorker worker)
    {
        TopicPartition partition = worker.Assignment.Partition;
        Task end = EndAsync(worker);
        lock (_ending)
        {
            _ending[partition] = end;
        }
    }

    private async Task EndAsync(PartitionWorker worker)
    {
        Task inTime = worker.Completion.WaitAsync(TimeLimit.Patience, time);

        // Where the work has ended already, as during a stop, all that follows would be done right here, on the poll thread: the consumer's hook too.
        await Task.Yield();
        try
        {
            await inTime;
        }
        catch (TimeoutException)
        {
            Tell(worker);
            await worker.Completion;
        }

        lock (_ending)
        {
            _hanging.Remove(worker.Assignment.Partition);
        }

        await worker.EndRevokedAsync();
        worker.Dispose();
    }

    private void Tell(PartitionWorker worker)
    {
        // Without a run it is a hook that lasts, or it waits for still earlier work, which was told.
        if (!worker.Assignment.HasSlot || worker.InWork.Count == 0)
        {
            return;
        }

        executor.LeaveBehind(worker.Assignment);
        Message first = worker.InWork.First;
        string text = $"The run of {first.Topic}/{first.Partition.Value}, offsets {first.Offset.Value} to {worker.InWork.Last.Offset.Value}, goes on although its partition was taken away and its token cancelled at {time.GetUtcNow() - TimeLimit.Patience:O}. "
            + "Should the partition come back to this member, it holds until that run ends.";
        lock (_ending)
        {
            _hanging[worker.Assignment.Partition] = text;
        }

        events.Post(new ErrorOccurred(ErrorType.Hanging, new TimeoutException(text)) { Topic = first.Topic, Partition = first.Partition, Offset = first.Offset });
    }
}
