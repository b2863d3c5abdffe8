using Kafka.Dlq.Files.Reading;

namespace Kafka.Dlq.Files;

/// <summary>An entry that was read back. Immutable; its bytes are its own and may be kept.</summary>
public sealed class StoredDeadLetter
{
    internal StoredDeadLetter(DeadLetterPosition position, DateTimeOffset entryTime, DeadLetterEntry entry, ReadSlot? slot)
    {
        Position = position;
        EntryTime = entryTime;
        Entry = entry;
        Slot = slot;
    }

    /// <summary>Where the entry begins.</summary>
    public DeadLetterPosition Position { get; }

    /// <summary>When the entry was written, by the writer's clock, in UTC. Never earlier than that of the entry before it, even when the clock was set back.</summary>
    public DateTimeOffset EntryTime { get; }

    /// <summary>What was written.</summary>
    public DeadLetterEntry Entry { get; }

    /// <summary>The entry's place among those that wait for their acknowledgement; null when its reader keeps no position.</summary>
    internal ReadSlot? Slot { get; }
}
