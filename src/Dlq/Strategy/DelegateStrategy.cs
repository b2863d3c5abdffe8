namespace Kafka.Dlq.DeadLetters;

/// <summary>A strategy that is a function.</summary>
internal sealed class DelegateStrategy(Func<MessageFailure, RecoveryAction> decide) : IRecoveryStrategy
{
    public RecoveryAction Decide(MessageFailure failure) => decide(failure);
}
