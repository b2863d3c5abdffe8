using Confluent.Kafka;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>Finds the native library that Confluent.Kafka has loaded, so that both call the same copy of it.</summary>
internal static class ClientLibrary
{
    // Confluent.Kafka's own names, in its order: one package carries builds for several C libraries.
    private static readonly string[] Names = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(Library).Assembly, searchPath, out nint handle) && NativeLibrary.TryGetExport(handle, "rd_kafka_consume_batch_queue", out _))
            {
                return handle;
            }
        }

        return 0;
    }
}
