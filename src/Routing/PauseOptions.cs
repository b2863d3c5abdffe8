namespace Kafka.Dlq;

/// <summary>
/// The back-off of a partition whose run failed. The wait before retry n is <see cref="Timeout"/> × 2^(n-1), at most <see cref="MaxTimeout"/>:
/// with the defaults 1, 2, 4, 8, 16, 30, 30 s.
/// </summary>
public sealed record PauseOptions
{
    /// <summary>The first wait. Default 1 s; zero retries at once, every time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait. Default 30 s; not below <see cref="Timeout"/>.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether each wait is twice the one before it. Default true; false waits <see cref="Timeout"/> every time.</summary>
    public bool ExponentialBackoff { get; init; } = true;

    /// <summary>By which fraction a wait may be shortened at random, so that many failing partitions do not retry in step. 0 to 1; default 0.</summary>
    public double Jitter { get; init; }
}
