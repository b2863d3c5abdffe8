using Kafka.Dlq.Publishing;

namespace Kafka.Dlq.Ingest;

/// <summary>A record on its way into its topic, or as a letter into the dead letter topic.</summary>
/// <param name="Record">The record.</param>
/// <param name="LetterId">The id of its letter; null where it goes into its topic.</param>
/// <param name="Written">Ends when Kafka has it, or does not take it.</param>
internal sealed record RecordWrite(JudgedRecord Record, string? LetterId, Task Written)
{
    /// <summary>Why Kafka did not take it; null where it did, and while that is open.</summary>
    public Exception? Fault => Written.Exception?.InnerException;

    /// <summary>Whether Kafka will never take it, because of its size.</summary>
    public bool IsTooLarge => Fault is { } fault && Inlet.IsTooLarge(fault);
}
