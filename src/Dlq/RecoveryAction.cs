namespace Kafka.Dlq;

/// <summary>
/// What is done after a failed run. One of <see cref="Retry"/>, <see cref="RetryLater"/>, <see cref="DeadLetter"/>, <see cref="Skip"/>, <see cref="Stop"/>, <see cref="Hold"/> and
/// <see cref="Nothing"/>; all but the last are also answers of an <see cref="IRecoveryStrategy"/>.
/// </summary>
public abstract record RecoveryAction
{
    private RecoveryAction()
    {
    }

    /// <summary>The same messages are run again from the cursor.</summary>
    /// <param name="Delay">How long the partition waits first; zero for at once, at most 2^31 - 1 ms. <see cref="MessageFailure.Backoff"/> is what the topic's back-off says.</param>
    public sealed record Retry(TimeSpan Delay) : RecoveryAction;

    /// <summary>The failing message goes to a dead letter topic and the partition goes on behind it.</summary>
    /// <param name="Target">The dead letter topic, one that the queue declares; null for the queue's own.</param>
    public sealed record DeadLetter(string? Target = null) : RecoveryAction;

    /// <summary>The failing message waits in the queue's next retry topic and the partition goes on behind it; behind the last one it becomes a dead letter, or with <c>None()</c> is skipped. Only for queues with <c>RetryTopics</c>.</summary>
    public sealed record RetryLater : RecoveryAction;

    /// <summary>The failing message is given up without a letter and the partition goes on behind it: it is gone, and told by <see cref="DeadLetterSkipped"/>. Never chosen by default.</summary>
    public sealed record Skip : RecoveryAction;

    /// <summary>The host is asked to stop, with an exit code of 1; nothing is dispatched or marked. Until it has stopped the partition holds; after the restart the message comes again.</summary>
    public sealed record Stop : RecoveryAction;

    /// <summary>The partition stands still: nothing of it is run, dispatched or marked. Told by <see cref="ConsumingHold"/>, and health is degraded at once.</summary>
    /// <param name="Delay">After this time the same messages are run again; at most 2^31 - 1 ms. Null: until the partition is assigned anew or the host restarts.</param>
    public sealed record Hold(TimeSpan? Delay = null) : RecoveryAction;

    /// <summary>Nothing is counted, dispatched, marked or paused: the partition is no longer ours or the host stops. Not an answer of a strategy.</summary>
    public sealed record Nothing : RecoveryAction;
}
