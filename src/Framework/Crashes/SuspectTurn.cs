namespace Kafka.Dlq.Crashes;

/// <summary>The turn of a suspect to be alone. It ends when it is disposed of, or by itself when it lasts too long.</summary>
internal sealed class SuspectTurn(Action open, TimeSpan longest, TimeProvider time) : IDisposable
{
    private ITimer? _limit;
    private int _hasEnded;

    /// <summary>The suspect begins: from now on the others wait for it.</summary>
    public void Begin() => _limit = time.CreateTimer(static turn => ((SuspectTurn)turn!).End(), this, longest, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _limit?.Dispose();
        End();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            open();
        }
    }
}
