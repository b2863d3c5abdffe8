namespace Kafka.Dlq.DeadLetters;

/// <summary>A letter that was read back from the spool.</summary>
/// <param name="Letter">What is known of it by its headers; its error is gone but for the texts in them.</param>
/// <param name="Record">The record to produce, as it was written.</param>
/// <param name="Entry">The log's own handle of it.</param>
internal sealed record SpooledLetter(DeadLetter Letter, DeadLetterRecord Record, object Entry)
{
    /// <summary>Whose order it keeps: that of its source partition in its group.</summary>
    public (string Group, string Topic, int Partition) Source => (Letter.GroupId, Letter.Message.Topic, Letter.Message.Partition.Value);
}
