using Kafka.Dlq.Files.Format;
using Kafka.Dlq.Files.Storage;

namespace Kafka.Dlq.Files.Reading;

/// <summary>
/// Finds the first entry that was written at a time or later. Times never go back, so a binary search over the segments finds the last one that begins earlier, and one over its
/// blocks the last block in which an entry begins that is earlier; only from there on entries are looked at one by one.
/// </summary>
internal sealed class TimeSearch(SegmentDirectory directory, DateTimeOffset time)
{
    private readonly long _ticks = time.UtcTicks;

    public DeadLetterPosition Find()
    {
        long[] segments = directory.Segments();
        int later = FirstLater(segments.Length, index => FirstFrom(segments.AsSpan(index)));
        return later == 0 ? new DeadLetterPosition(segments.FirstOrDefault(), 0) : FindIn(segments[later - 1]);
    }

    // The first index whose time is not earlier; one behind which nothing can be read has none and counts as later.
    private int FirstLater(int count, Func<int, long?> ticksOf)
    {
        int low = 0;
        int high = count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = ticksOf(middle) < _ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Where all in it are earlier, the place behind the last: the writer may go on there.
    private DeadLetterPosition FindIn(long segment)
    {
        using SegmentCursor? cursor = SegmentCursor.TryOpen(directory.FileOf(segment), 0);
        if (cursor is null)
        {
            return new DeadLetterPosition(segment + 1, 0);
        }

        int blocks = checked((int)((cursor.FileLength + Layout.BlockSize - 1) / Layout.BlockSize));
        cursor.EnterBlock(Math.Max(0, FirstLater(blocks, block => FirstFrom(cursor, block)?.Ticks) - 1));
        long end = 0;
        while (NextIn(cursor) is { } found)
        {
            if (found.Ticks >= _ticks)
            {
                return new DeadLetterPosition(segment, found.Start);
            }

            end = cursor.Offset;
        }

        return new DeadLetterPosition(segment, end);
    }

    // A segment that was removed meanwhile, or in which nothing can be read, is as old as the one behind it.
    private long? FirstFrom(ReadOnlySpan<long> segments)
    {
        foreach (long segment in segments)
        {
            using SegmentCursor? cursor = SegmentCursor.TryOpen(directory.FileOf(segment), 0);
            if (cursor is not null && FirstFrom(cursor, block: 0) is { } first)
            {
                return first.Ticks;
            }
        }

        return null;
    }

    private static (long Ticks, long Start)? FirstFrom(SegmentCursor cursor, int block)
    {
        cursor.EnterBlock(block);
        return NextIn(cursor);
    }

    private static (long Ticks, long Start)? NextIn(SegmentCursor cursor)
    {
        ReadOutcome outcome;
        do
        {
            outcome = cursor.Read(isComplete: true);
        }
        while (outcome is ReadOutcome.Damaged or ReadOutcome.Torn);
        return outcome == ReadOutcome.Entry ? (EntryReader.Ticks(cursor.Entry.Span), cursor.Start) : null;
    }
}
