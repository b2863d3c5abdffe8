using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Connection;

/// <summary>A worker's wish to go on from another offset, carried to the poll thread.</summary>
internal sealed class SeekCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public SeekCommand(PartitionAssignment assignment, long offset, CancellationToken cancellationToken)
    {
        Assignment = assignment;
        Offset = offset;

        // Task.WaitAsync would bring the worker back by way of the thread pool, whatever scheduler it works on.
        _registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), _done);
    }

    public PartitionAssignment Assignment { get; }

    public long Offset { get; }

    /// <summary>Whether the client may not have begun to fetch the partition yet, so that it has to wait for that.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Ends when the poll thread has carried it out or the assignment has ended; cancelled when the worker waits no longer.</summary>
    public Task Done => _done.Task;

    public void End()
    {
        _registration.Unregister();
        _done.TrySetResult();
    }
}
