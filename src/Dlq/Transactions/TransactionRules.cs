namespace Kafka.Dlq.DeadLetters;

/// <summary>What goes with <see cref="DeadLetterQueueBuilder.Transactional"/>: nothing that parts the letter from the offset. Pure.</summary>
internal static class TransactionRules
{
    /// <param name="queue">The queue.</param>
    /// <param name="said">The verbs that were said.</param>
    /// <param name="hasTargets">Whether rules or a strategy have topics of their own.</param>
    public static IEnumerable<DeadLetterQueueFault> Check(DeadLetterQueueSettings queue, IReadOnlyCollection<string> said, bool hasTargets)
    {
        const string verb = nameof(DeadLetterQueueBuilder.Transactional);
        if (!queue.IsTransactional)
        {
            yield break;
        }

        if (queue.Cluster is not null)
        {
            yield return new(verb, $"with Cluster(\"{queue.Cluster}\")", "letters in the cluster that is read from: a transaction does not reach over two");
        }

        if (queue is { IsNone: true } && !hasTargets)
        {
            yield return new(verb, "with None()", "a topic: without letters there is nothing to commit together");
        }

        if (queue.WhenUnavailable == UnavailablePolicy.Spool)
        {
            yield return new(verb, "with WhenUnavailable(Spool)", "Hold, or no such word: a letter on disk is in no transaction with its offset");
        }

        if (queue.RetryDelays.Count > 0)
        {
            yield return new(verb, "with RetryTopics(...)", "one of the two: what goes to a retry topic goes without a transaction, and may lie there twice");
        }

        if (queue.MaxCrashes is not null)
        {
            yield return new(verb, "with CrashGuard()", "one of the two: an offset that a transaction commits carries no mark of the message that is run next");
        }

        if (queue.MarkAfterDispatch == false)
        {
            yield return new(verb, "with MarkAfterDispatch(false)", "no such word: the offset is half of the transaction");
        }

        if (said.Contains(nameof(queue.DispatchMethod)) && queue.DispatchMethod == DispatchMethod.ProduceAsync)
        {
            yield return new(verb, "with DispatchMethod(ProduceAsync)", "ProduceSync, or no such word: the partition waits until letter and offset are committed");
        }

        if (said.Contains(nameof(queue.MarkingMethod)) && queue.MarkingMethod == MarkingMethod.MarkAsConsumed)
        {
            yield return new(verb, "with MarkingMethod(MarkAsConsumed)", "MarkAsConsumedAndCommit, or no such word: the offset is committed with the letter, not with the next flush");
        }
    }
}
