namespace Kafka.Dlq.DeadLetters;

/// <summary>Says whether a strategy's answer can be carried out. Pure.</summary>
public static class StrategyAnswers
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>What is wrong with an answer, and what would be right; null when nothing is.</summary>
    /// <param name="answer">What the strategy answered.</param>
    /// <param name="queue">The topic's dead letter queue.</param>
    public static string? FaultOf(RecoveryAction? answer, DeadLetterQueueSettings queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return answer switch
        {
            null or RecoveryAction.Nothing => $"answered {answer?.ToString() ?? "null"}; expected Retry, RetryLater, DeadLetter, Skip, Stop or Hold",
            RecoveryAction.RetryLater when queue.RetryDelays.Count == 0 => "answered to retry later, but the queue has no retry topics; declare them with RetryTopics(...)",
            RecoveryAction.Retry retry when IsOutside(retry.Delay) => $"answered to retry after {retry.Delay}; expected a wait of 0 to {int.MaxValue} ms",
            RecoveryAction.Hold { Delay: { } delay } when IsOutside(delay) => $"answered to hold for {delay}; expected 0 to {int.MaxValue} ms, or null for no end",
            RecoveryAction.DeadLetter { Target: null } when queue.Topic is null => $"answered with the queue's own topic, but it has none; {Known(queue)}",
            RecoveryAction.DeadLetter { Target: { } target } when !queue.Topics.Contains(target) => $"named topic '{target}', which was not declared at start; {Known(queue)}",
            _ => null,
        };
    }

    private static bool IsOutside(TimeSpan delay) => delay < TimeSpan.Zero || delay > LongestDelay;

    private static string Known(DeadLetterQueueSettings queue) =>
        queue.Topics.Count == 0 ? "declare topics with Targets(...)" : $"expected one of {string.Join(", ", queue.Topics)}, or another declared with Targets(...)";
}
