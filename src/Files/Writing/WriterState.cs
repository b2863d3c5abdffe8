namespace Kafka.Dlq.Files.Writing;

/// <summary>What the loop last told of itself, for whoever asks on another thread.</summary>
internal sealed record WriterState(long Bytes, int Segments, long Entries, long Dropped, long Expired, long? OldestTicks, WriteFault? Fault, bool IsBlocked)
{
    public static WriterState Of(SegmentLog log, WriteFault? fault, bool isBlocked) =>
        new(log.Bytes, log.Segments, log.Entries, log.Dropped, log.Expired, log.OldestTicks, fault, isBlocked);
}
