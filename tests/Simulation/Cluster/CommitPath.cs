using Confluent.Kafka;
using Kafka.Dlq.Connection;
using Kafka.Dlq.Tests.Simulation.Hosts;
using Kafka.Dlq.Tests.Simulation.Runs;

namespace Kafka.Dlq.Tests.Simulation.Cluster;

/// <summary>The way of one client's commits to the broker, which take them in the order in which they were sent: late, refused, lost, or taken without an answer.</summary>
internal sealed class CommitPath(World world, Host host)
{
    private long _lastArrival;

    public static CommitResult TimedOut { get; } = Failure(ErrorCode.Local_TimedOut);

    public Task<CommitResult> SendAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout, Func<bool> isMember)
    {
        TaskCompletionSource<CommitResult> answered = new();
        world.Note(host.Name, $"commits {string.Join(' ', offsets.Select(offset => $"{offset.Partition.Value}/{offset.Offset.Value}"))}");
        bool isRough = world.Happens(world.Scenario.FaultRate);
        int fate = isRough ? world.Random.Next(4) : -1;
        TimeSpan travel = world.Within(isRough ? timeout * 0.9 : TimeSpan.FromMilliseconds(20));
        _lastArrival = Math.Max(_lastArrival, world.Scheduler.Now + travel.Ticks);
        if (fate != 0)
        {
            world.Outside.After(TimeSpan.FromTicks(_lastArrival - world.Scheduler.Now), () => Arrive(offsets, fate, isMember, answered));
        }

        host.Process.After(timeout, () => answered.TrySetResult(TimedOut));
        return answered.Task;
    }

    private void Arrive(IReadOnlyCollection<TopicPartitionOffset> offsets, int fate, Func<bool> isMember, TaskCompletionSource<CommitResult> answered)
    {
        CommitResult result = !isMember() ? Failure(ErrorCode.IllegalGeneration)
            : fate == 1 ? Failure(ErrorCode.RebalanceInProgress)
            : fate == 2 ? Refuse(offsets.First().TopicPartition)
            : CommitResult.Success;
        foreach (TopicPartitionOffset offset in offsets.Where(offset => result.ErrorOf(offset.TopicPartition) is null))
        {
            world.Cluster.Partitions[offset.Partition.Value].Committed = offset.Offset.Value;
            world.Cluster.Partitions[offset.Partition.Value].Mark = world.Mutation == Mutation.ForgottenMarks ? "" : (offset as MarkedOffset)?.Mark ?? "";
            world.Note("broker", $"has {offset.Partition.Value}/{offset.Offset.Value} of {host.Name}");
            world.Ledger.Committed(offset.Partition.Value, offset.Offset.Value);
        }

        if (fate != 3)
        {
            host.Process.After(world.Within(20), () => answered.TrySetResult(result));
        }
    }

    private static CommitResult Refuse(TopicPartition partition) =>
        new(null, new Dictionary<TopicPartition, KafkaException> { [partition] = new(new Error(ErrorCode.UnknownTopicOrPart)) });

    private static CommitResult Failure(ErrorCode code) => CommitResult.Failure(new KafkaException(new Error(code)));
}
