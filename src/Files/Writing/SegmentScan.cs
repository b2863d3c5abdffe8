using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Reading;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Files.Writing;

/// <summary>What can be read in a segment that was not finished.</summary>
/// <param name="Content">Its entries.</param>
/// <param name="SoundEnd">Where it may be cut off without loss: behind the last entry, or behind damage, which is kept because more may be read of it one day.</param>
/// <param name="IsDamaged">Whether there are bytes that were written whole and are not as they were written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentScan(SegmentSeal Content, long SoundEnd, bool IsDamaged)
{
    public static SegmentScan Of(SegmentCursor cursor)
    {
        SegmentInfo info = new(0, 0, default);
        long soundEnd = Layout.SegmentHead;
        bool isDamaged = false;
        ReadOutcome outcome;
        while ((outcome = cursor.Read(isComplete: true)) != ReadOutcome.Ended)
        {
            info = outcome == ReadOutcome.Entry ? info.With(EntryReader.Ticks(cursor.Entry.Span)) : info;
            soundEnd = outcome == ReadOutcome.Torn ? soundEnd : cursor.Offset;
            isDamaged |= outcome == ReadOutcome.Damaged;
        }

        return new SegmentScan(info.Content, soundEnd, isDamaged);
    }
}
