namespace Kafka.Dlq.DeadLetters;

/// <summary>Waits for signals.</summary>
internal static class Waiting
{
    /// <summary>
    /// Waits for a signal of the caller's own. Unlike <see cref="Task.WaitAsync(CancellationToken)"/> it needs no thread of the pool in between:
    /// what follows goes straight to the scheduler it was started on.
    /// </summary>
    public static async Task<T> OrCancelledAsync<T>(this TaskCompletionSource<T> signal, CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token),
            signal);
        return await signal.Task;
    }
}
