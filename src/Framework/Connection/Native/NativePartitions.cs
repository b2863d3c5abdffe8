using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>librdkafka's <c>rd_kafka_topic_partition_list_t</c> (rdkafka.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativePartitions
{
    public readonly int Count;
    private readonly int _size;
    public readonly NativePartition* Elements;
}
