namespace Kafka.Dlq.DeadLetters;

/// <summary>What <c>RetryTopics</c> may be given. Pure.</summary>
internal static class RetryDelayRules
{
    /// <summary>The first thing that is wrong with the delays, or null.</summary>
    public static DeadLetterQueueFault? FaultOf(IReadOnlyList<TimeSpan> delays)
    {
        if (delays.Count == 0)
        {
            return Fault("no delay", "one or more, for instance 5 s, 1 min and 10 min");
        }

        foreach (TimeSpan delay in delays)
        {
            if (delay <= TimeSpan.Zero || delay > DelaySettings.Longest || delay.Ticks % TimeSpan.TicksPerMillisecond != 0)
            {
                return Fault(delay, $"whole milliseconds, more than zero and at most {DelaySettings.Longest}");
            }
        }

        return delays.GroupBy(delay => delay).FirstOrDefault(equal => equal.Count() > 1) is { } repeated
            ? Fault($"{repeated.Key} {repeated.Count()} times", "delays that differ: each names a topic")
            : null;
    }

    private static DeadLetterQueueFault Fault(object found, string allowed) => new(nameof(DeadLetterQueueBuilder.RetryTopics), found, allowed);
}
