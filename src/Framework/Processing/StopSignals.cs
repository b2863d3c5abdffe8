namespace Kafka.Dlq.Processing;

/// <summary>The two steps of a stop, shared by all connections of a host: first nothing new is begun, then, past the deadline, what still runs is cancelled.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();

    /// <summary>No further run begins; waits end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The deadline is over: running consumers are cancelled.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Not to be awaited without a limit: those who listen are the user's code, which may block or throw.</summary>
    public Task AbortAsync() => _aborted.CancelAsync();

    public void Dispose()
    {
        _stopping.Dispose();
        _aborted.Dispose();
    }
}
