using Confluent.Kafka;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Connection;

/// <summary>
/// The border to Kafka: one member of one consumer group. Made for batches, so that an implementation may fetch them natively.
/// </summary>
/// <remarks>Fetching, pausing, resuming, seeking and closing belong to the poll thread; commits and the other questions may come from any thread.</remarks>
internal interface IKafkaClient : IMarkReader, ITransactionGroup, IDisposable
{
    void Subscribe(IReadOnlyCollection<string> topics);

    /// <summary>Waits at most so long for the first record, takes what else is there at once, and serves the client's callbacks meanwhile.</summary>
    void Fetch(FetchedRecords into, TimeSpan idle);

    void Pause(TopicPartition partition);

    void Resume(TopicPartition partition);

    void Seek(TopicPartitionOffset position);

    /// <summary>Commits without blocking the caller's thread; a <see cref="MarkedOffset"/> with its mark, any other without one. Does not throw.</summary>
    Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout);

    /// <summary>Commits from inside a callback, again for a while when the group is between two generations. Does not throw.</summary>
    CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout);

    /// <summary>Ends when no commit of before is on its way any more, those included whose time was over. Does not throw.</summary>
    Task CommitsEndedAsync();

    /// <summary>The offset behind the last record that the broker is known to have, without asking it; null when unknown.</summary>
    long? HighWatermark(TopicPartition partition);

    /// <summary>Whether a broker answers; waits at most so long.</summary>
    bool IsBrokerReachable(TimeSpan timeout);

    /// <summary>Whether the group knows this member.</summary>
    bool IsMember { get; }

    /// <summary>
    /// The partitions of the subscribed topics that no member owns; null while the group is not at rest, or when it cannot be asked. Each request waits at most so long. Does not throw.
    /// </summary>
    Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout);

    /// <summary>Leaves the group, as a static member too, and stays open: what it owns is revoked in the fetches to come. It may be subscribed anew when it is no member any more.</summary>
    void Leave();

    /// <summary>Ends the membership for good; a static member keeps its place in the group until its session is over. May take as long as the broker does: call it under a deadline.</summary>
    void Close();
}
