using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>
/// The functions of librdkafka that fetch in batches, and commit and read offsets with their metadata (rdkafka.h). Those that only read a field are called without leaving the runtime's cooperative mode;
/// those that may wait, take locks or call back are not.
/// </summary>
internal static unsafe partial class NativeApi
{
    private const string Library = "librdkafka";

    static NativeApi() => NativeLibrary.SetDllImportResolver(typeof(NativeApi).Assembly, ClientLibrary.Resolve);

    [LibraryImport(Library, EntryPoint = "rd_kafka_version")]
    public static partial int Version();

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint ConsumerQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMilliseconds, NativeMessage** messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void Destroy(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name")]
    public static partial nint TopicName(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    public static partial long Timestamp(NativeMessage* message, int* type);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_leader_epoch")]
    [SuppressGCTransition]
    public static partial int LeaderEpoch(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int Headers(NativeMessage* message, nint* headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    public static partial int Header(nint headers, nuint index, byte** name, byte** value, nuint* length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    public static partial NativePartitions* NewPartitions(int size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativePartition* Add(NativePartitions* list, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    public static partial void Destroy(NativePartitions* list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_new")]
    public static partial nint NewQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_commit_queue")]
    public static partial int Commit(nint client, NativePartitions* offsets, nint queue, nint callback, nint state);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_poll")]
    public static partial nint Poll(nint queue, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error")]
    public static partial int ErrorOf(nint answer);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_topic_partition_list")]
    public static partial NativePartitions* PartitionsOf(nint answer);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_destroy")]
    public static partial void DestroyEvent(nint answer);

    [LibraryImport(Library, EntryPoint = "rd_kafka_committed")]
    public static partial int Committed(nint client, NativePartitions* partitions, int timeoutMilliseconds);
}
