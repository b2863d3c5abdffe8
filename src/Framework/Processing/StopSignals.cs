namespace Kafka.Dlq.Processing;

/// <summary>The two steps of a stop, shared by all connections of a host: first nothing new is begun, then, past the deadline, what still runs is cancelled.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborted = new();

    public IThreads Threads { get; init; } = SystemThreads.Instance;

    /// <summary>No further run begins; waits end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The deadline is over: running consumers are cancelled.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public Task StopAsync() => Threads.CancelAsync(_stopping);

    /// <summary>Not to be awaited without a limit: those who listen are the user's code, which may block or throw.</summary>
    public Task AbortAsync() => Threads.CancelAsync(_aborted);

    public void Dispose()
    {
        _stopping.Dispose();
        _aborted.Dispose();
    }
}
