namespace Kafka.Dlq.Files.Reading;

/// <summary>An entry that was read, damage that was passed over, or the end of a segment, in the row of those that wait for their acknowledgement.</summary>
internal sealed class ReadSlot(AcknowledgedRow row, DeadLetterPosition end)
{
    public AcknowledgedRow Row { get; } = row;

    /// <summary>Where reading goes on behind it.</summary>
    public DeadLetterPosition End { get; } = end;

    public bool IsAcknowledged { get; set; }

    /// <summary>The segment that ends here, when this is an end.</summary>
    public long? EndedSegment { get; init; }

    /// <summary>The segment in which something could not be read, when this is damage.</summary>
    public long? DamagedSegment { get; init; }
}
