using Kafka.Dlq.Files.Storage;

namespace Kafka.Dlq.Files.Reading;

/// <summary>Goes through the segments of a directory, while a writer adds to them and anybody removes them. Not safe to use from two threads at once.</summary>
internal sealed class LogCursor(SegmentDirectory directory, DeadLetterPosition start) : IDisposable
{
    private DeadLetterPosition _next = start;
    private SegmentCursor? _segment;

    /// <summary>Told the number of a segment that was read to its end.</summary>
    public required Action<long> Ended { get; init; }

    /// <summary>Told what cannot be read.</summary>
    public required Action<DamagedRange> Damaged { get; init; }

    /// <summary>Where the entry begins that the last call came to.</summary>
    public DeadLetterPosition EntryStart { get; private set; }

    /// <summary>Where it ends.</summary>
    public DeadLetterPosition EntryEnd => new(_next.Segment, _segment!.Offset);

    /// <summary>The next entry's bytes, valid until the next call; null at the end of what is written.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        while (_segment is not null || TryOpenNext())
        {
            ReadOutcome outcome = _segment!.Read(isComplete: false);
            if (outcome == ReadOutcome.Waiting)
            {
                if (!IsComplete())
                {
                    return null;
                }

                // It may have been finished since it was read.
                _segment.Refresh();
                outcome = _segment.Read(isComplete: true);
            }

            if (outcome == ReadOutcome.Entry)
            {
                EntryStart = new DeadLetterPosition(_next.Segment, _segment.Start);
                return _segment.Entry;
            }

            PassOn(outcome);
        }

        return null;
    }

    public void Dispose() => _segment?.Dispose();

    private void PassOn(ReadOutcome outcome)
    {
        if (outcome == ReadOutcome.Ended)
        {
            _segment!.Dispose();
            _segment = null;
            Ended(_next.Segment);
            _next = new DeadLetterPosition(_next.Segment + 1, 0);
            return;
        }

        Damaged(new DamagedRange(new DeadLetterPosition(_next.Segment, _segment!.Start), _segment.Offset - _segment.Start, _segment.File));
    }

    // Segments are made one after the other, so none before a later one is written to any more; one that has its seal is not either.
    private bool IsComplete() => _segment!.ReadSeal() is not null || directory.FirstFrom(_next.Segment + 1) is not null;

    private bool TryOpenNext()
    {
        while (directory.FirstFrom(_next.Segment) is { } number)
        {
            _next = number == _next.Segment ? _next : new DeadLetterPosition(number, 0);
            _segment = SegmentCursor.TryOpen(directory.FileOf(number), _next.Offset);
            if (_segment is not null)
            {
                return true;
            }

            // It was removed between the look at the directory and the opening.
            _next = new DeadLetterPosition(number + 1, 0);
        }

        return false;
    }
}
