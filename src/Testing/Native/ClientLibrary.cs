using Confluent.Kafka;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Testing.Native;

/// <summary>Finds the native library that Confluent.Kafka has loaded, so that a process holds one copy of it.</summary>
internal static class ClientLibrary
{
    // Confluent.Kafka's own names, in its order: one package carries builds for several C libraries.
    private static readonly string[] Names = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        int version = Library.Version;
        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, typeof(Library).Assembly, searchPath, out nint handle) && HasMockBrokers(handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"The embedded cluster needs librdkafka with mock brokers. Confluent.Kafka loaded librdkafka 0x{version:x8} by itself, but none of {string.Join(", ", Names)} "
            + "beside the application exports rd_kafka_mock_cluster_new. Use the package librdkafka.redist, or build it with ./eng/native.");
    }

    private static bool HasMockBrokers(nint handle) => NativeLibrary.TryGetExport(handle, "rd_kafka_mock_cluster_new", out _);
}
