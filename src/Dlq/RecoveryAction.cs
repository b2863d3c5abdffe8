namespace Kafka.Dlq;

/// <summary>What is done after a failed run. One of <see cref="Retry"/>, <see cref="DeadLetter"/>, <see cref="Skip"/>, <see cref="Stop"/> and <see cref="Nothing"/>.</summary>
public abstract record RecoveryAction
{
    private RecoveryAction()
    {
    }

    /// <summary>The same messages are run again from the cursor.</summary>
    /// <param name="Delay">How long the partition waits first; zero for at once.</param>
    public sealed record Retry(TimeSpan Delay) : RecoveryAction;

    /// <summary>The failing message goes to the dead letter queue and the partition goes on behind it.</summary>
    /// <param name="Target">The dead letter topic.</param>
    public sealed record DeadLetter(string Target) : RecoveryAction;

    /// <summary>The failing message is given up without a letter and the partition goes on behind it. Never chosen by default.</summary>
    public sealed record Skip : RecoveryAction;

    /// <summary>The host is asked to stop; nothing is dispatched or marked. Until it has stopped the partition behaves as after <see cref="Retry"/>.</summary>
    /// <param name="Delay">How long the partition waits before the same messages are run again, if the host still runs then.</param>
    public sealed record Stop(TimeSpan Delay) : RecoveryAction;

    /// <summary>Nothing is counted, dispatched, marked or paused: the partition is no longer ours or the host stops.</summary>
    public sealed record Nothing : RecoveryAction;
}
