namespace Kafka.Dlq.DeadLetters;

/// <summary>What <see cref="RecoveryPolicy"/> needs to know about a topic.</summary>
/// <param name="Pause">The topic's back-off.</param>
/// <param name="DeadLetterQueue">The topic's dead letter queue, or null when it has none.</param>
/// <param name="Critical">The exceptions that stop the host.</param>
public sealed record RecoverySettings(PauseOptions Pause, DeadLetterQueueSettings? DeadLetterQueue, CriticalErrors Critical)
{
    /// <summary>Whether there is a retry topic that a failing message moves to before it is given up.</summary>
    public bool HasRetryTopic { get; init; }
}
