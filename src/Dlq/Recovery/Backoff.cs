namespace Kafka.Dlq.DeadLetters;

/// <summary>The waits between tries. Pure.</summary>
public static class Backoff
{
    private const int LargestShift = 62;

    /// <summary>The wait before a retry: min(MaxTimeout, Timeout × 2^(retry - 1)), or min(MaxTimeout, Timeout) without exponential back-off, shortened by the jitter.</summary>
    /// <param name="pause">The back-off.</param>
    /// <param name="retry">The number of the retry, from 1; any number, however large.</param>
    /// <param name="sample">A random number from 0 to 1 that says how much of the jitter to take; 0 takes none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retry"/> is less than 1.</exception>
    public static TimeSpan Delay(PauseOptions pause, int retry, double sample)
    {
        ArgumentNullException.ThrowIfNull(pause);
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        TimeSpan full = pause.ExponentialBackoff ? Doubled(pause, retry - 1) : Least(pause.Timeout, pause.MaxTimeout);
        double taken = double.IsNaN(sample) ? 0 : pause.Jitter * Math.Clamp(sample, 0, 1);
        return taken > 0 ? full * (1 - Math.Min(taken, 1)) : full;
    }

    private static TimeSpan Doubled(PauseOptions pause, int times)
    {
        // The comparison is made before the shift, which would overflow after a few dozen retries.
        int shift = Math.Min(times, LargestShift);
        return pause.Timeout.Ticks > pause.MaxTimeout.Ticks >> shift ? pause.MaxTimeout : TimeSpan.FromTicks(pause.Timeout.Ticks << shift);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
