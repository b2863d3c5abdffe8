using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>librdkafka's <c>rd_kafka_topic_partition_t</c> (rdkafka.h): public, and unchanged since it has metadata.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePartition
{
    public byte* Topic;
    public int Partition;
    public long Offset;
    public byte* Metadata;
    public nuint MetadataLength;
    public nint State;
    public int ErrorCode;
    private readonly nint _private;
}
