namespace Kafka.Dlq.DeadLetters;

/// <summary>Decides what is done after a failed run. Pure: another class carries it out.</summary>
public static class RecoveryPolicy
{
    private static readonly RecoveryAction Nothing = new RecoveryAction.Nothing();

    /// <summary>Picks the first rule that fits.</summary>
    /// <param name="settings">What holds for the topic.</param>
    /// <param name="failure">The run that failed.</param>
    /// <param name="jitterSample">A random number from 0 to 1 for the jitter of the wait.</param>
    /// <returns>
    /// <see cref="RecoveryAction.Nothing"/> when the partition is gone or the host stops; <see cref="RecoveryAction.Stop"/> for a critical error;
    /// <see cref="RecoveryAction.Retry"/> while there are retries left or there is no dead letter queue; otherwise <see cref="RecoveryAction.DeadLetter"/>.
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
            return new RecoveryAction.Stop(Wait(settings, failure, jitterSample));
        }

        return settings.DeadLetterQueue is { } queue && failure.Attempt > queue.MaxRetries
            ? new RecoveryAction.DeadLetter(queue.Topic)
            : new RecoveryAction.Retry(Wait(settings, failure, jitterSample));
    }

    // The n-th failed run is followed by the n-th retry.
    private static TimeSpan Wait(RecoverySettings settings, Failure failure, double jitterSample) => Backoff.Delay(settings.Pause, failure.Attempt, jitterSample);
}
