using Confluent.Kafka;
using System.Runtime.InteropServices;
using System.Text;

namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// Commits and reads a group's offsets with the text beside them. Confluent.Kafka's own calls write none and read none, so these go to the same native client, as its commits do.
/// </summary>
/// <remarks>May be called from any thread; the native client is kept from being destroyed meanwhile.</remarks>
internal sealed unsafe class NativeOffsets(SafeHandle client)
{
    private const int UntilAnswered = -1;

    /// <summary>Commits; a <see cref="MarkedOffset"/> with its mark, any other without one.</summary>
    /// <exception cref="ObjectDisposedException">The client is closed.</exception>
    public CommitResult Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        List<GCHandle> pinned = [];
        using NativeCall call = new(client);
        NativePartitions* list = NativeApi.NewPartitions(offsets.Count);
        try
        {
            foreach (TopicPartitionOffset offset in offsets)
            {
                NativePartition* added = NativeApi.Add(list, offset.Topic, offset.Partition.Value);
                added->Offset = offset.Offset.Value;
                if (offset is MarkedOffset { Mark.Length: > 0 } marked)
                {
                    Write(added, marked.Mark, pinned);
                }
            }

            return Send(call.Client, list);
        }
        finally
        {
            Destroy(list, ownsMetadata: true);
            pinned.ForEach(bytes => bytes.Free());
        }
    }

    /// <summary>Reads what is committed for a partition.</summary>
    /// <exception cref="KafkaException">There was no answer in that time, or the coordinator refused.</exception>
    /// <exception cref="ObjectDisposedException">The client is closed.</exception>
    public MarkedOffset Read(TopicPartition partition, TimeSpan timeout)
    {
        using NativeCall call = new(client);
        NativePartitions* list = NativeApi.NewPartitions(size: 1);
        try
        {
            NativePartition* found = NativeApi.Add(list, partition.Topic, partition.Partition.Value);
            int error = NativeApi.Committed(call.Client, list, (int)timeout.TotalMilliseconds);
            error = error == 0 ? found->ErrorCode : error;
            return error == 0
                ? new MarkedOffset(partition, found->Offset, TextOf(found))
                : throw new KafkaException(new Error((ErrorCode)error, $"What is committed for {partition.Topic}/{partition.Partition.Value} could not be read: {new Error((ErrorCode)error).Reason}"));
        }
        finally
        {
            Destroy(list, ownsMetadata: false);
        }
    }

    private static string TextOf(NativePartition* found) => found->Metadata is null ? "" : Encoding.UTF8.GetString(found->Metadata, (int)found->MetadataLength);

    private static void Write(NativePartition* into, string mark, List<GCHandle> pinned)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(mark);
        GCHandle handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        pinned.Add(handle);
        into->Metadata = (byte*)handle.AddrOfPinnedObject();
        into->MetadataLength = (nuint)bytes.Length;
    }

    private static CommitResult Send(nint native, NativePartitions* list)
    {
        // Copied by the call, the metadata too.
        nint queue = NativeApi.NewQueue(native);
        try
        {
            int refused = NativeApi.Commit(native, list, queue, callback: 0, state: 0);
            if (refused != 0)
            {
                return CommitResult.Failure(ErrorOf(refused));
            }

            nint answer = NativeApi.Poll(queue, UntilAnswered);
            try
            {
                return answer == 0 ? CommitResult.Failure(ErrorOf((int)ErrorCode.Local_TimedOut)) : ResultOf(answer);
            }
            finally
            {
                NativeApi.DestroyEvent(answer);
            }
        }
        finally
        {
            NativeApi.DestroyQueue(queue);
        }
    }

    private static CommitResult ResultOf(nint answer)
    {
        Dictionary<TopicPartition, KafkaException> errors = [];
        NativePartitions* list = NativeApi.PartitionsOf(answer);
        for (int i = 0; list is not null && i < list->Count; i++)
        {
            NativePartition* one = list->Elements + i;
            if (one->ErrorCode != 0)
            {
                errors[new TopicPartition(Marshal.PtrToStringUTF8((nint)one->Topic)!, one->Partition)] = ErrorOf(one->ErrorCode);
            }
        }

        int all = NativeApi.ErrorOf(answer);
        return errors.Count == 0 && all != 0 ? CommitResult.Failure(ErrorOf(all)) : new CommitResult(null, errors);
    }

    private static KafkaException ErrorOf(int code) => new(new Error((ErrorCode)code));

    private static void Destroy(NativePartitions* list, bool ownsMetadata)
    {
        // What is pinned here is not librdkafka's to free.
        for (int i = 0; ownsMetadata && i < list->Count; i++)
        {
            list->Elements[i].Metadata = null;
            list->Elements[i].MetadataLength = 0;
        }

        NativeApi.Destroy(list);
    }
}
