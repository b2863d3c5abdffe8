namespace Kafka.Dlq.Routing.Building;

/// <summary>What one <c>Pause(...)</c> said; null is taken from the host's options.</summary>
internal sealed record PauseSetting(TimeSpan Timeout, TimeSpan? MaxTimeout, bool ExponentialBackoff, double? Jitter)
{
    public PauseOptions Over(PauseOptions inherited) => new()
    {
        Timeout = Timeout,
        MaxTimeout = MaxTimeout ?? (Timeout > inherited.MaxTimeout ? Timeout : inherited.MaxTimeout),
        ExponentialBackoff = ExponentialBackoff,
        Jitter = Jitter ?? inherited.Jitter,
    };
}
