using Confluent.Kafka;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// A client that fetches batches of native records and copies them into shared slabs. Native memory never leaves a fetch.
/// Everything but the fetch is the managed client's.
/// </summary>
/// <remarks>
/// Fetching from the consumer's queue also serves the callbacks that Confluent.Kafka has registered, and counts as a poll for <c>max.poll.interval.ms</c>.
/// The native call waits until its array is full or the time is over; so one record is waited for, and what else is there is taken without waiting.
/// </remarks>
internal sealed unsafe class NativeKafkaClient : IKafkaClient
{
    private const int Chunk = 250;

    private readonly ManagedKafkaClient _managed;
    private readonly NativeReader _reader;
    private readonly nint[] _batch = new nint[Chunk];
    private nint _queue;

    /// <param name="managed">The client of the same consumer, for all other work.</param>
    /// <param name="handle">The native client.</param>
    /// <param name="reader">Makes messages of native records.</param>
    public NativeKafkaClient(ManagedKafkaClient managed, nint handle, NativeReader reader)
    {
        _managed = managed;
        _reader = reader;
        _queue = NativeApi.ConsumerQueue(handle);
    }

    public void Subscribe(IReadOnlyCollection<string> names) => _managed.Subscribe(names);

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        int asked = 1;
        int timeout = (int)idle.TotalMilliseconds;
        while (asked > 0 && Take(into, asked, timeout) == asked)
        {
            // In several calls, so that large records end a fetch before they have filled the memory.
            asked = into.IsFull ? 0 : Math.Min(_batch.Length, into.Capacity - into.Messages.Count);
            timeout = 0;
        }
    }

    public void Pause(TopicPartition partition) => _managed.Pause(partition);

    public void Resume(TopicPartition partition) => _managed.Resume(partition);

    public void Seek(TopicPartitionOffset position) => _managed.Seek(position);

    public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => _managed.CommitAsync(offsets, timeout);

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => _managed.Commit(offsets, timeout);

    public Task CommitsEndedAsync() => _managed.CommitsEndedAsync();

    public IConsumerGroupMetadata? Membership => _managed.Membership;

    public Task<IReadOnlyList<TopicPartitionOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions) => _managed.CommittedAsync(partitions);

    public Task<MarkedOffset> ReadMarkAsync(TopicPartition partition, TimeSpan timeout) => _managed.ReadMarkAsync(partition, timeout);

    public long? HighWatermark(TopicPartition partition) => _managed.HighWatermark(partition);

    public bool IsBrokerReachable(TimeSpan timeout) => _managed.IsBrokerReachable(timeout);

    public bool IsMember => _managed.IsMember;

    public Task<IReadOnlyList<TopicPartition>?> UnownedAsync(TimeSpan timeout) => _managed.UnownedAsync(timeout);

    public void Leave() => _managed.Leave();

    public void Close()
    {
        DestroyQueue();
        _managed.Close();
    }

    public void Dispose()
    {
        DestroyQueue();
        _managed.Dispose();
    }

    private int Take(FetchedRecords into, int most, int timeoutMilliseconds)
    {
        fixed (nint* batch = _batch)
        {
            NativeMessage** messages = (NativeMessage**)batch;
            int count = (int)NativeApi.ConsumeBatch(_queue, timeoutMilliseconds, messages, (nuint)most);
            NativeCount.Taken(count);
            int done = 0;
            try
            {
                for (; done < count; done++)
                {
                    Add(into, messages[done]);
                    NativeApi.Destroy(messages[done]);
                }
            }
            finally
            {
                NativeCount.Destroyed(done);
                if (done < count)
                {
                    GiveBack(into, messages + done, count - done);
                }
            }

            return count;
        }
    }

    private void GiveBack(FetchedRecords into, NativeMessage** messages, int count)
    {
        // One could not be read, for want of memory for instance. The offsets of what comes later would pass over it and all behind it, so they are fetched again.
        Dictionary<TopicPartition, Offset> first = [];
        for (int i = 0; i < count; i++)
        {
            if (messages[i]->ErrorCode == (int)ErrorCode.NoError)
            {
                first.TryAdd(new TopicPartition(NativeReader.NameOf(messages[i]->Topic), messages[i]->Partition), messages[i]->Offset);
            }

            NativeApi.Destroy(messages[i]);
        }

        NativeCount.Destroyed(count);
        foreach ((TopicPartition partition, Offset offset) in first)
        {
            SeekBack(into, new TopicPartitionOffset(partition, offset));
        }
    }

    private void SeekBack(FetchedRecords into, TopicPartitionOffset position)
    {
        try
        {
            _managed.Seek(position);
        }
        catch (KafkaException exception)
        {
            // Told, and on with the other partitions: one that was just taken away cannot be sought, and its next owner begins where it was committed.
            into.Errors.Add(new KafkaException(new Error(exception.Error.Code, $"Records of {position.Topic}/{position.Partition.Value} could not be read and, from offset {position.Offset.Value} on, could not be sought again: {exception.Error.Reason}"), exception));
        }
    }

    private void Add(FetchedRecords into, NativeMessage* message)
    {
        switch ((ErrorCode)message->ErrorCode)
        {
            case ErrorCode.NoError:
                if (_reader.Read(message) is { } read)
                {
                    into.Add(read);
                }

                break;
            case ErrorCode.Local_PartitionEOF:
                into.Ends.Add(new TopicPartitionOffset(NativeReader.NameOf(message->Topic), message->Partition, message->Offset));
                break;
            default:
                into.Errors.Add(ErrorOf(message));
                break;
        }
    }

    private ConsumeException ErrorOf(NativeMessage* message)
    {
        // An error's text is where a record's payload would be; an error of the client as a whole has no topic.
        string? text = message->Payload is null ? null : Marshal.PtrToStringUTF8((nint)message->Payload, (int)message->PayloadLength);
        ConsumeResult<byte[], byte[]> place = new()
        {
            TopicPartitionOffset = new TopicPartitionOffset(message->Topic == 0 ? "" : NativeReader.NameOf(message->Topic), message->Partition, message->Offset),
        };
        Error error = text is null ? new Error((ErrorCode)message->ErrorCode) : new Error((ErrorCode)message->ErrorCode, text);
        return new ConsumeException(place, error);
    }

    private void DestroyQueue()
    {
        if (_queue != 0)
        {
            NativeApi.DestroyQueue(_queue);
            _queue = 0;
        }
    }
}
