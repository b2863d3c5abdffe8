using Confluent.Kafka;
using Kafka.Dlq.Connection.Native;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;

namespace Kafka.Dlq.Connection;

/// <summary>A client that takes one record per call from Confluent.Kafka's consumer.</summary>
internal sealed class ManagedKafkaClient(IConsumer<byte[]?, byte[]?> consumer, TopicLookup topics, TimeProvider time) : IKafkaClient
{
    // A group comes from one generation to the next in a few tens of milliseconds; one that has thrown this member out never takes its commit.
    private const int RebalanceRetries = 10;

    private static readonly TimeSpan CommittedLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RebalanceWait = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private Task _commits = Task.CompletedTask;

    /// <summary>Commits and reads offsets with marks; null where the connection has no guarded topic.</summary>
    public NativeOffsets? Marks { get; init; }

    public void Subscribe(IReadOnlyCollection<string> names) => consumer.Subscribe(names);

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        TimeSpan wait = idle;
        while (!into.IsFull && TryTake(into, wait))
        {
            wait = TimeSpan.Zero;
        }
    }

    public void Pause(TopicPartition partition) => consumer.Pause([partition]);

    public void Resume(TopicPartition partition) => consumer.Resume([partition]);

    public void Seek(TopicPartitionOffset position) => consumer.Seek(position);

    public async Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        try
        {
            return await Follow(Task.Run(() => CommitNow(offsets))).WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            return TimedOut(offsets, timeout);
        }
    }

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout)
    {
        // The client's own call has no time limit, and the group waits for this callback: it is left to itself when it takes too long.
        Task<CommitResult> commit = Follow(Task.Run(() => CommitThroughRebalanceAsync(offsets)));
        return Task.WaitAny([commit], timeout) == 0 ? commit.Result : TimedOut(offsets, timeout);
    }

    public Task CommitsEndedAsync()
    {
        lock (_gate)
        {
            return _commits;
        }
    }

    public IConsumerGroupMetadata? Membership
    {
        get
        {
            try
            {
                // The coordinator does not check offsets that come without a member's name, so a member that is thrown out just now must not pass for one.
                string before = consumer.MemberId;
                IConsumerGroupMetadata membership = consumer.ConsumerGroupMetadata;
                return string.IsNullOrEmpty(before) || before != consumer.MemberId ? null : membership;
            }
            catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions) =>
        Task.Run<IReadOnlyList<TopicPartitionOffset>>(() => consumer.Committed(partitions, CommittedLimit));

    public async Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout)
    {
        try
        {
            return await Task.Run(() => Marks!.Read(partition, timeout));
        }
        catch (ObjectDisposedException exception)
        {
            throw new KafkaException(new Error(ErrorCode.Local_Destroy, "The connection is closed."), exception);
        }
    }

    public long? HighWatermark(TopicPartition partition)
    {
        try
        {
            Offset high = consumer.GetWatermarkOffsets(partition).High;
            return high.IsSpecial ? null : high.Value;
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            return null;
        }
    }

    public bool IsBrokerReachable(TimeSpan timeout)
    {
        try
        {
            using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            return admin.GetMetadata("__consumer_offsets", timeout).Brokers.Count > 0;
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            return false;
        }
    }

    public bool IsMember => !string.IsNullOrEmpty(consumer.MemberId);

    public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout) => GroupOwnership.UnownedAsync(consumer.Handle, topics.GroupId, topics, timeout);

    public void Leave() => consumer.Unsubscribe();

    public void Close() => consumer.Close();

    public void Dispose() => consumer.Dispose();

    private Task<CommitResult> Follow(Task<CommitResult> commit)
    {
        lock (_gate)
        {
            _commits = _commits.IsCompleted ? commit : Task.WhenAll(_commits, commit);
        }

        return commit;
    }

    private bool TryTake(FetchedRecords into, TimeSpan wait)
    {
        try
        {
            ConsumeResult<byte[]?, byte[]?>? result = consumer.Consume(wait);
            if (result is not null)
            {
                Add(into, result);
            }

            return result is not null;
        }
        catch (KafkaException exception)
        {
            // Kept beside the records that came before it in this fetch: thrown, it would take them along.
            into.Errors.Add(exception);
            return false;
        }
    }

    private void Add(FetchedRecords into, ConsumeResult<byte[]?, byte[]?> result)
    {
        if (result.IsPartitionEOF)
        {
            into.Ends.Add(result.TopicPartitionOffset);
            return;
        }

        Message<byte[]?, byte[]?> message = result.Message;
        RecordStamp stamp = new(result.Offset.Value, message.Timestamp, result.LeaderEpoch ?? -1);
        if (topics.SourceOf(result.Topic, result.Partition.Value) is not { } source)
        {
            return;
        }

        into.Add(source.Format.Create(source, new RecordData(stamp, Memory(message.Key), Memory(message.Value), message.Headers)));
    }

    // The type is written out: without it, null would become empty memory by way of the conversion from arrays, and a tombstone an empty payload.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(bytes);

    private CommitResult CommitNow(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        try
        {
            if (Marks is not null && offsets.Any(offset => offset is MarkedOffset))
            {
                return Marks.Commit(offsets);
            }

            consumer.Commit(offsets);
            return CommitResult.Success;
        }
        catch (TopicPartitionOffsetException exception)
        {
            return new CommitResult(null, exception.Results.Where(result => result.Error.IsError).ToDictionary(result => result.TopicPartition, result => new KafkaException(result.Error)));
        }
        catch (KafkaException exception)
        {
            return CommitResult.Failure(exception);
        }
        catch (ObjectDisposedException exception)
        {
            return CommitResult.Failure(new KafkaException(new Error(ErrorCode.Local_Destroy, "The connection is closed."), exception));
        }
    }

    private async Task<CommitResult> CommitThroughRebalanceAsync(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        CommitResult result = CommitNow(offsets);
        for (int left = RebalanceRetries; left > 0 && result.Failures.Any(CommitResult.IsRebalancing); left--)
        {
            await Task.Delay(RebalanceWait, time);
            result = CommitNow(offsets);
        }

        return result;
    }

    private static CommitResult TimedOut(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => CommitResult.Failure(
        new KafkaException(new Error(ErrorCode.Local_TimedOut, $"The broker did not confirm the commit of {string.Join(", ", offsets)} within {timeout.TotalSeconds:0.###} s.")));
}
