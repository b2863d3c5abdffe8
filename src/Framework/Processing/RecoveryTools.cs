using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>What recovery needs of its surroundings.</summary>
/// <remarks><see cref="StopHost"/> asks the host to stop because of an error that a partition met.</remarks>
internal sealed record RecoveryTools(KafkaMonitor Monitor, TimeProvider Time, Random Random, Action<TopicPartition, Exception> StopHost)
{
    /// <summary>Waits as the topic's back-off says, while the partition makes no progress.</summary>
    public Task BackOffAsync(PartitionAssignment assignment, int failures, CancellationToken ending)
    {
        assignment.FailingSince ??= Time.GetUtcNow();
        return Task.Delay(Backoff.Delay(assignment.Topic.Route.Pause, failures, Random.NextDouble()), Time, ending);
    }

    /// <summary>Tells of an error that the partition met.</summary>
    public void Report(PartitionAssignment assignment, ErrorType type, Exception error, Offset? offset, int attempt)
    {
        if (Monitor.IsListenedTo<ErrorOccurred>())
        {
            Monitor.Publish(new ErrorOccurred(type, error) { Topic = assignment.Partition.Topic, Partition = assignment.Partition.Partition, Offset = offset, Attempt = attempt });
        }
    }
}
