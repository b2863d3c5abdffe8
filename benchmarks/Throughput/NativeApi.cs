using Confluent.Kafka;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>The functions of librdkafka that the bare native loop needs (rdkafka.h), from the copy that Confluent.Kafka has loaded.</summary>
internal static unsafe partial class NativeApi
{
    private const string Native = "librdkafka";
    private static readonly string[] Names = [Native, "centos8-librdkafka", "alpine-librdkafka"];

    static NativeApi() => NativeLibrary.SetDllImportResolver(typeof(NativeApi).Assembly, Resolve);

    /// <summary>The native client behind a consumer, which Confluent.Kafka keeps to itself.</summary>
    public static nint HandleOf(IClient client)
    {
        object? handle = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(client.Handle);
        return handle is SafeHandle safe ? safe.DangerousGetHandle() : throw new BenchException("This version of Confluent.Kafka does not give its native client away: there is no bare native loop.");
    }

    [LibraryImport(Native, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint ConsumerQueue(nint client);

    [LibraryImport(Native, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Native, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMilliseconds, NativeMessage** messages, nuint size);

    [LibraryImport(Native, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void Destroy(NativeMessage* message);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(Library).Assembly, path, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
