namespace Kafka.Dlq.DeadLetters;

/// <summary>Decides what is done after a failed run, where no strategy has a say or before one has. Pure: another class carries it out.</summary>
public static class RecoveryPolicy
{
    // Timers know no less, and may come that much early.
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private static readonly RecoveryAction Nothing = new RecoveryAction.Nothing();
    private static readonly RecoveryAction Stop = new RecoveryAction.Stop();
    private static readonly RecoveryAction RetryLater = new RecoveryAction.RetryLater();
    private static readonly RecoveryAction Skip = new RecoveryAction.Skip();

    /// <summary>What it comes to: <see cref="RecoveryAction.RetryLater"/> behind the last retry topic is a dead letter, or a skip; anything else is what it is.</summary>
    /// <param name="settings">What holds for the topic.</param>
    /// <param name="action">What was decided.</param>
    public static RecoveryAction Resolve(RecoverySettings settings, RecoveryAction action)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return action is RecoveryAction.RetryLater && settings.DeadLetterQueue is { } queue ? MoveOn(settings, queue) : action;
    }

    /// <summary>Picks the first rule that fits.</summary>
    /// <param name="settings">What holds for the topic.</param>
    /// <param name="failure">The run that failed.</param>
    /// <param name="jitterSample">A random number from 0 to 1 for the jitter of the wait.</param>
    /// <returns>
    /// <see cref="RecoveryAction.Nothing"/> when the partition is gone or the host stops; <see cref="RecoveryAction.Stop"/> for a critical error: these two are final, a strategy is
    /// not asked then. <see cref="RecoveryAction.Retry"/> while there are retries left or there is no dead letter queue; otherwise <see cref="RecoveryAction.DeadLetter"/>, or
    /// <see cref="RecoveryAction.Skip"/> where the queue has no topic; <see cref="RecoveryAction.RetryLater"/> before either while there is a retry topic left.
    /// </returns>
    public static RecoveryAction Decide(RecoverySettings settings, Failure failure, double jitterSample)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.IsRevoked || failure.IsCancelled)
        {
            return Nothing;
        }

        if (settings.Critical.Contains(failure.Error))
        {
            return Stop;
        }

        TimeSpan? left = settings.DeadLetterQueue?.RetryFor - failure.Elapsed;
        if (settings.DeadLetterQueue is { } queue && (failure.Attempt > queue.MaxRetries || left < Instant))
        {
            return MoveOn(settings, queue);
        }

        // The n-th failed run is followed by the n-th retry. The last one comes when the time for retries is over, not after it.
        TimeSpan wait = Backoff.Delay(settings.Pause, failure.Attempt, jitterSample);
        return new RecoveryAction.Retry(wait > left ? TimeSpan.FromMilliseconds(Math.Ceiling(left.Value.TotalMilliseconds)) : wait);
    }

    private static RecoveryAction MoveOn(RecoverySettings settings, DeadLetterQueueSettings queue) =>
        settings.HasRetryTopic ? RetryLater : queue.IsNone ? Skip : new RecoveryAction.DeadLetter(queue.Topic);
}
