using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Connection;

/// <summary>A worker's wish to go on from another offset, carried to the poll thread.</summary>
internal sealed class SeekCommand(PartitionAssignment assignment, long offset)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PartitionAssignment Assignment { get; } = assignment;

    public long Offset { get; } = offset;

    public Task Done => _done.Task;

    public void End() => _done.TrySetResult();
}
