using Confluent.Kafka;

namespace Kafka.Dlq.Connection;

/// <summary>
/// The border to Kafka: one member of one consumer group. Made for batches, so that an implementation may fetch them natively.
/// </summary>
/// <remarks>Fetching, pausing, resuming, seeking and closing belong to the poll thread; commits and the other questions may come from any thread.</remarks>
internal interface IKafkaClient : IDisposable
{
    void Subscribe(IReadOnlyCollection<string> topics);

    /// <summary>Waits at most so long for the first record, takes what else is there at once, and serves the client's callbacks meanwhile.</summary>
    void Fetch(FetchedRecords into, TimeSpan idle);

    void Pause(TopicPartition partition);

    void Resume(TopicPartition partition);

    void Seek(TopicPartitionOffset position);

    /// <summary>Commits without blocking the caller's thread. Does not throw.</summary>
    Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout);

    /// <summary>Commits from inside a callback, again for a while when the group is between two generations. Does not throw.</summary>
    CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout);

    /// <summary>The offset behind the last record that the broker is known to have, without asking it; null when unknown.</summary>
    long? HighWatermark(TopicPartition partition);

    /// <summary>Whether a broker answers; waits at most so long.</summary>
    bool IsBrokerReachable(TimeSpan timeout);

    /// <summary>Leaves the group. May take as long as the broker does: call it under a deadline.</summary>
    void Close();
}
