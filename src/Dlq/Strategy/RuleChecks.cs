using System.Globalization;

namespace Kafka.Dlq.DeadLetters;

/// <summary>What the rules of a queue may look like: each complete, each with a failure that reaches it. Pure.</summary>
internal static class RuleChecks
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Says what is wrong, rule by rule.</summary>
    /// <param name="rules">The rules in their order.</param>
    /// <param name="isNone">Whether the queue has no topic of its own.</param>
    public static IReadOnlyList<DeadLetterQueueFault> Check(IReadOnlyList<RecoveryRuleBuilder> rules, bool isNone) =>
    [
        .. from builder in rules.Index()
           from fault in ((IEnumerable<DeadLetterQueueFault?>)[.. Words(builder.Item, isNone), .. Values(builder.Item.Rule), Reach(builder.Item.Rule, [.. rules.Take(builder.Index).Select(earlier => earlier.Rule)])]).OfType<DeadLetterQueueFault>()
           select fault,
    ];

    private static IEnumerable<DeadLetterQueueFault> Words(RecoveryRuleBuilder builder, bool isNone)
    {
        RecoveryRule rule = builder.Rule;
        if (rule.Answer is null)
        {
            yield return Fault(rule, "no answer", "Retry(...), DeadLetter(...), Skip(), Stop() or Hold(...) behind it");
        }

        foreach (string repeated in builder.Repeated.Distinct())
        {
            yield return Fault(rule, $"{repeated} said again", "each condition once, and one answer");
        }

        if (rule.IsOtherwise && builder.HasConditions)
        {
            yield return Fault(rule, "conditions", "none: it is for all that no other rule takes; say On<Exception>() for a rule with conditions");
        }

        if (isNone && rule.Answer is { NeedsOwnTopic: true })
        {
            yield return Fault(rule, "no topic, and None()", "DeadLetter(topic), Skip(), or Topic(name) in place of None()");
        }
    }

    private static IEnumerable<DeadLetterQueueFault> Values(RecoveryRule rule)
    {
        if (rule.Kind is { } kind && !Enum.IsDefined(kind))
        {
            yield return Fault(rule, kind, string.Join(", ", Enum.GetNames<ErrorKind>()));
        }

        if (rule.Kind == ErrorKind.Crash)
        {
            yield return Fault(rule, ErrorKind.Crash, "CrashGuard(maxCrashes) on the queue: a message that killed the process is not run again, so no rule is asked about it");
        }

        if (rule.FromAttempt < 1)
        {
            yield return Fault(rule, $"FromAttempt({rule.FromAttempt})", "1 (the first run) or more");
        }

        if (rule.FailingFor < TimeSpan.Zero || rule.OlderThan < TimeSpan.Zero)
        {
            yield return Fault(rule, $"a time of {(rule.FailingFor < TimeSpan.Zero ? rule.FailingFor : rule.OlderThan)}", "zero or more");
        }

        if (rule.UpToAttempt < 1)
        {
            yield return Fault(rule, $"times: {rule.UpToAttempt}", "1 or more; leave the rule out to run nothing again");
        }

        if (rule.Within <= TimeSpan.Zero)
        {
            yield return Fault(rule, $"within: {rule.Within}", "more than zero; leave the rule out to run nothing again");
        }

        if (rule.Answer?.Delay is { } delay && (delay < TimeSpan.Zero || delay > LongestDelay))
        {
            yield return Fault(rule, $"delay: {delay}", $"0 to {int.MaxValue} ms");
        }
    }

    private static DeadLetterQueueFault? Reach(RecoveryRule rule, IReadOnlyList<RecoveryRule> earlier)
    {
        if (rule.UpToAttempt is >= 1 and { } last && last < rule.FromAttempt)
        {
            return Fault(rule, $"times: {last} from attempt {rule.FromAttempt} on", "attempts that can be: times counts from the first run");
        }

        if (rule.Within > TimeSpan.Zero && rule.Within <= rule.FailingFor)
        {
            return Fault(rule, $"within {rule.Within} and failing for {rule.FailingFor}", "times that can be: within counts from the first failure");
        }

        if (earlier.FirstOrDefault(other => other.IsOtherwise) is { } otherwise)
        {
            return Fault(rule, $"a rule behind {otherwise}", "Otherwise() as the last rule");
        }

        return earlier.FirstOrDefault(other => other.Answer is not null && other.Covers(rule)) is { } covering
            ? Fault(rule, $"a rule that is never reached, as {covering} before it takes all that it is for", "the narrower rule first, or one of the two")
            : null;
    }

    private static DeadLetterQueueFault Fault(RecoveryRule rule, object found, string allowed) =>
        new(rule.ToString(), string.Create(CultureInfo.InvariantCulture, $"{found}"), allowed);
}
