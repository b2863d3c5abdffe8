namespace Kafka.Dlq.Files.Writing;

/// <summary>Something that a caller asked the writer's loop for: an entry, or, without one, a confirmation of all before it.</summary>
internal sealed class WriteRequest(DeadLetterEntry? entry)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClaimed;

    public DeadLetterEntry? Entry { get; } = entry;

    /// <summary>Whether the timer asks, for what is done now and then. The same request is handed in again and again, and claimed while it waits in the queue.</summary>
    public bool IsTick { get; init; }

    public Task<AppendResult> Done => _done.Task;

    /// <summary>From here on the entry is written and its caller cannot take it back. False when the caller has.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;

    /// <summary>It may be claimed again.</summary>
    public void Release() => Volatile.Write(ref _isClaimed, 0);

    /// <summary>The caller takes it back, if nobody has begun with it.</summary>
    public void Cancel(CancellationToken token)
    {
        if (TryClaim())
        {
            _done.TrySetCanceled(token);
        }
    }

    public bool IsCancelled => _done.Task.IsCanceled;

    public void Complete(AppendResult result) => _done.TrySetResult(result);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
