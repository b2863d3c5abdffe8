namespace Kafka.Dlq.DeadLetters;

/// <summary>What a rule answers.</summary>
/// <param name="Text">As it is written in code.</param>
/// <param name="Give">Makes the action for a failure.</param>
/// <param name="Topic">The topic that it names; null for none, or the queue's own.</param>
/// <param name="Delay">The wait that it names; null for none.</param>
internal sealed record RecoveryAnswer(string Text, Func<MessageFailure, RecoveryAction> Give, string? Topic = null, TimeSpan? Delay = null)
{
    public RecoveryAnswer(string text, RecoveryAction action, string? topic = null, TimeSpan? delay = null)
        : this(text, _ => action, topic, delay)
    {
    }

    /// <summary>Whether it sends to the queue's retry topics.</summary>
    public bool NeedsRetryTopics { get; init; }

    /// <summary>Whether it sends to the queue's own topic.</summary>
    public bool NeedsOwnTopic { get; init; }
}
