namespace Kafka.Dlq.Examples;

/// <summary>How many things an example waits for before it ends, so that it ends by itself.</summary>
internal sealed class Expected(int things)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = things;

    /// <summary>One of them happened. Safe from any thread.</summary>
    public void Happened()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _all.SetResult();
        }
    }

    /// <summary>Waits for all of them, half a minute at most.</summary>
    /// <returns>The exit code of the example: 0 when all happened, otherwise 1.</returns>
    public async Task<int> ExitCodeAsync()
    {
        try
        {
            await _all.Task.WaitAsync(Patience, TimeProvider.System);
            return 0;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync($"Waited {Patience.TotalSeconds} s in vain: {Volatile.Read(ref _left)} of the expected things did not happen.");
            return 1;
        }
    }
}
