using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq;

/// <summary>
/// When the breaker of a dead letter queue opens, and how it looks whether the trouble is over. Said with <see cref="DeadLetterQueueBuilder.Breaker"/>, checked when the host starts.
/// Each host counts for itself, over all partitions of the route that it works on.
/// </summary>
public sealed record BreakerOptions
{
    /// <summary>
    /// The most messages that are given up within any 60 s, letters and skipped ones alike; those that the consumer dispatches by hand neither count nor wait. Default 60; 1 or more.
    /// One that would be too many holds its partition until there is room. The count begins anew with the host.
    /// </summary>
    public int LettersPerMinute { get; init; } = 60;

    /// <summary>
    /// How many different keys must have failed alike (error of the same type, thrown at the same place) before the breaker may open at all. Default 10; 2 or more, so one bad key never opens it.
    /// Each message without a key counts as a key of its own.
    /// </summary>
    public int DistinctKeys { get; init; } = 10;

    /// <summary>The share of runs in <see cref="Window"/> that must have failed. Default 0.5; more than 0, and at most 1.</summary>
    public double FailureShare { get; init; } = 0.5;

    /// <summary>How many runs there must be in <see cref="Window"/> before their share counts. Default 20; 1 or more.</summary>
    public int MinimumRuns { get; init; } = 20;

    /// <summary>How far back runs and keys are looked at. Default 30 s; 1 s to 1 hour.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after it opened, and after each failed try, one message is tried. Default 10 s; 10 ms to 1 hour.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how many failed tries a message is given up all the same, within <see cref="LettersPerMinute"/>: it may be bad itself, and its partition would hold for ever. Default 20; 1 or more.
    /// </summary>
    public int ProbesPerMessage { get; init; } = 20;

    internal IEnumerable<DeadLetterQueueFault> Faults()
    {
        if (LettersPerMinute < 1)
        {
            yield return new("Breaker.LettersPerMinute", LettersPerMinute, "1 or more");
        }

        if (DistinctKeys < 2)
        {
            yield return new("Breaker.DistinctKeys", DistinctKeys, "2 or more, so that one bad key does not open it");
        }

        if (FailureShare is not (> 0 and <= 1))
        {
            yield return new("Breaker.FailureShare", FailureShare, "more than 0 and at most 1");
        }

        if (MinimumRuns < 1)
        {
            yield return new("Breaker.MinimumRuns", MinimumRuns, "1 or more");
        }

        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromHours(1))
        {
            yield return new("Breaker.Window", Window, "1 s to 1 hour");
        }

        if (ProbeInterval < TimeSpan.FromMilliseconds(10) || ProbeInterval > TimeSpan.FromHours(1))
        {
            yield return new("Breaker.ProbeInterval", ProbeInterval, "10 ms to 1 hour");
        }

        if (ProbesPerMessage < 1)
        {
            yield return new("Breaker.ProbesPerMessage", ProbesPerMessage, "1 or more");
        }
    }
}
