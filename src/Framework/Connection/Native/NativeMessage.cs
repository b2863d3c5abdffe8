using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection.Native;

/// <summary>librdkafka's <c>rd_kafka_message_t</c> (rdkafka.h): public, and unchanged since its first version.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeMessage
{
    public readonly int ErrorCode;
    public readonly nint Topic;
    public readonly int Partition;
    public readonly byte* Payload;
    public readonly nuint PayloadLength;
    public readonly byte* Key;
    public readonly nuint KeyLength;
    public readonly long Offset;
    private readonly nint _private;
}
