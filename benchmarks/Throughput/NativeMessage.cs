using System.Runtime.InteropServices;

namespace Kafka.Dlq.Benchmarks.Throughput;

/// <summary>The beginning of librdkafka's <c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeMessage
{
    public readonly int ErrorCode;
    public readonly nint Topic;
    public readonly int Partition;
    public readonly byte* Payload;
    public readonly nuint PayloadLength;
}
