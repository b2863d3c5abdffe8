using Kafka.Dlq.Files.Storage;

namespace Kafka.Dlq.Files.Reading;

/// <summary>
/// What was read and is not yet acknowledged, in the order in which it was read. The position moves to the first that is not, so that one that takes long holds it. Not safe to use
/// from two threads at once.
/// </summary>
internal sealed class AcknowledgedRow(SavedPosition start)
{
    private readonly Queue<ReadSlot> _slots = new();
    private long _wholeFrom = start.WholeFrom;
    private DeadLetterPosition _position = start.Position;

    /// <summary>How far everything is acknowledged.</summary>
    public SavedPosition Saved => new(_position, _wholeFrom);

    /// <summary>Entries that were read and wait.</summary>
    public int Waiting { get; private set; }

    public ReadSlot AddEntry(DeadLetterPosition end)
    {
        ReadSlot slot = new(this, end);
        _slots.Enqueue(slot);
        Waiting++;
        return slot;
    }

    /// <summary>A segment was read to its end.</summary>
    public void AddEnd(long segment) => _slots.Enqueue(new ReadSlot(this, new DeadLetterPosition(segment + 1, 0)) { IsAcknowledged = true, EndedSegment = segment });

    /// <summary>Something could not be read, so nobody acknowledges it and its segment stays.</summary>
    public void AddDamage(DeadLetterPosition end) => _slots.Enqueue(new ReadSlot(this, end) { IsAcknowledged = true, DamagedSegment = end.Segment });

    /// <summary>Acknowledges an entry.</summary>
    /// <returns>False when it was before.</returns>
    public bool Acknowledge(ReadSlot slot)
    {
        if (slot.IsAcknowledged)
        {
            return false;
        }

        slot.IsAcknowledged = true;
        Waiting--;
        return true;
    }

    /// <summary>Moves the position over what is acknowledged.</summary>
    /// <returns>The segments in which now each entry was read and acknowledged.</returns>
    public List<long> Advance()
    {
        List<long> consumed = [];
        while (_slots.TryPeek(out ReadSlot? slot) && slot.IsAcknowledged)
        {
            _slots.Dequeue();
            _position = slot.End;
            _wholeFrom = slot.DamagedSegment + 1 ?? _wholeFrom;
            if (slot.EndedSegment >= _wholeFrom)
            {
                consumed.Add(slot.EndedSegment.Value);
            }
        }

        return consumed;
    }
}
