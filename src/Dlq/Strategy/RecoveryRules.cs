namespace Kafka.Dlq.DeadLetters;

/// <summary>The rule table: the first rule that fits answers; where none does, the queue's own settings do. Immutable; any thread may ask it.</summary>
internal sealed class RecoveryRules(IReadOnlyList<RecoveryRule> rules) : IRecoveryStrategy
{
    public RecoveryAction Decide(MessageFailure failure)
    {
        foreach (RecoveryRule rule in rules)
        {
            if (rule.Fits(failure))
            {
                return rule.Answer!.Give(failure);
            }
        }

        return failure.Usual;
    }
}
