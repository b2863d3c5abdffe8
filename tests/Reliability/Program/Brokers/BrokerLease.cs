namespace Kafka.Dlq.Reliability.Brokers;

/// <summary>The broker of a run: the one that KAFKA_BOOTSTRAP_SERVERS names, or one started when it is first asked for and stopped at the end.</summary>
internal sealed class BrokerLease : IAsyncDisposable
{
    private Cluster? _own;
    private string? _addresses = Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers ? servers : null;

    /// <summary>Where clients find it.</summary>
    public string BootstrapServers => _addresses ?? throw new InvalidOperationException("The broker is not started yet.");

    /// <summary>How long a member may be silent. A broker that somebody else runs allows six seconds and more, as it comes.</summary>
    public TimeSpan SessionTimeout => TimeSpan.FromSeconds(_own is null ? 6 : 2);

    public async Task StartAsync()
    {
        if (_addresses is null)
        {
            _own = await Cluster.StartAsync(brokers: 1);
            _addresses = _own.BootstrapServers;
        }
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
