namespace Kafka.Dlq.Reliability.Proxy;

/// <summary>What a proxy does to the bytes that pass. May be changed from any thread at any time.</summary>
internal sealed class Disturbance
{
    private volatile int _delayMilliseconds;
    private volatile int _bytesPerSecond;
    private TaskCompletionSource _open = Opened();

    /// <summary>How much later bytes arrive. Zero: at once.</summary>
    public TimeSpan Latency
    {
        get => TimeSpan.FromMilliseconds(_delayMilliseconds);
        set => _delayMilliseconds = (int)value.TotalMilliseconds;
    }

    /// <summary>How many bytes a second pass in each direction of a connection. 0: as many as come.</summary>
    public int BytesPerSecond
    {
        get => _bytesPerSecond;
        set => _bytesPerSecond = value;
    }

    public bool IsCut => !_open.Task.IsCompleted;

    /// <summary>Nothing passes from now on, and connections stay open: a network that is cut. What came meanwhile passes when it is mended.</summary>
    public void Cut()
    {
        if (!IsCut)
        {
            Volatile.Write(ref _open, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>Ends everything that disturbs.</summary>
    public void Mend()
    {
        _delayMilliseconds = 0;
        _bytesPerSecond = 0;
        _open.TrySetResult();
    }

    /// <summary>Waits as long as bytes have to.</summary>
    public async Task PassAsync(int bytes, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _open).Task.WaitAsync(cancellationToken);
        TimeSpan wait = Latency + (_bytesPerSecond > 0 ? TimeSpan.FromSeconds((double)bytes / _bytesPerSecond) : TimeSpan.Zero);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellationToken);
        }
    }

    private static TaskCompletionSource Opened()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }
}
