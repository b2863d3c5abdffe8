namespace Kafka.Dlq;

/// <summary>
/// Decides what is done with a message that failed, in place of <c>MaxRetries</c>. Write one for a class with services of the container, and name it with
/// <see cref="DeadLetterQueueBuilder.Strategy{TStrategy}"/>; for less, a delegate or the rules of <see cref="DeadLetterQueueBuilder.On{TException}()"/> do.
/// </summary>
/// <remarks>
/// Each consumer has a strategy of its own, made in the consumer's service scope at its first failure and let go with it, and asked by one thread at a time; one that is
/// registered as a singleton is shared by all and must bear that. Critical errors are never given to it: they stop the host. One that throws, or whose answer cannot be
/// carried out, loses nothing: the partition holds, <see cref="ErrorOccurred"/> of <see cref="ErrorType.Strategy"/> tells why, health is degraded, and it is asked again after the
/// topic's back-off, without another run of the message.
/// </remarks>
public interface IRecoveryStrategy
{
    /// <summary>Decides. Should not block: the partition waits for it.</summary>
    /// <param name="failure">What failed, and how often.</param>
    /// <returns>What to do; <see cref="MessageFailure.Usual"/> does what would be done without a strategy.</returns>
    RecoveryAction Decide(MessageFailure failure);
}
