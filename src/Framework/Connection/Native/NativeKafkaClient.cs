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
    private readonly ManagedKafkaClient _managed;
    private readonly NativeReader _reader;
    private readonly nint[] _batch;
    private nint _queue;

    /// <param name="managed">The client of the same consumer, for all other work.</param>
    /// <param name="handle">The native client.</param>
    /// <param name="reader">Makes messages of native records.</param>
    /// <param name="capacity">How many records one fetch takes at the most.</param>
    public NativeKafkaClient(ManagedKafkaClient managed, nint handle, NativeReader reader, int capacity)
    {
        _managed = managed;
        _reader = reader;
        _batch = new nint[capacity];
        _queue = NativeApi.ConsumerQueue(handle);
    }

    public void Subscribe(IReadOnlyCollection<string> names) => _managed.Subscribe(names);

    public void Fetch(FetchedRecords into, TimeSpan idle)
    {
        if (Take(into, 1, (int)idle.TotalMilliseconds) > 0)
        {
            Take(into, Math.Min(_batch.Length, into.Capacity) - 1, timeoutMilliseconds: 0);
        }
    }

    public void Pause(TopicPartition partition) => _managed.Pause(partition);

    public void Resume(TopicPartition partition) => _managed.Resume(partition);

    public void Seek(TopicPartitionOffset position) => _managed.Seek(position);

    public Task<CommitResult> CommitAsync(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => _managed.CommitAsync(offsets, timeout);

    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, TimeSpan timeout) => _managed.Commit(offsets, timeout);

    public long? HighWatermark(TopicPartition partition) => _managed.HighWatermark(partition);

    public bool IsBrokerReachable(TimeSpan timeout) => _managed.IsBrokerReachable(timeout);

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
            for (int i = 0; i < count; i++)
            {
                Add(into, messages[i]);
            }

            return count;
        }
    }

    private void Add(FetchedRecords into, NativeMessage* message)
    {
        try
        {
            switch ((ErrorCode)message->ErrorCode)
            {
                case ErrorCode.NoError:
                    into.Messages.Add(_reader.Read(message));
                    break;
                case ErrorCode.Local_PartitionEOF:
                    into.Ends.Add(new TopicPartitionOffset(NativeReader.NameOf(message->Topic), message->Partition, message->Offset));
                    break;
                default:
                    into.Errors.Add(ErrorOf(message));
                    break;
            }
        }
        finally
        {
            NativeApi.Destroy(message);
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
