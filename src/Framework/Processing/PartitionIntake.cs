namespace Kafka.Dlq.Processing;

/// <summary>Takes a partition's next batch out of its buffer: what is there, what is waited for as <c>MaxWaitTime</c> says, and of a topic with a delay only what is due.</summary>
internal sealed class PartitionIntake(PartitionAssignment assignment, KafkaMonitor monitor, TimeProvider time)
{
    private readonly DelayedRecords? _delayed = assignment.Topic.Delay is { } delay ? new DelayedRecords(delay, assignment, monitor, time) : null;

    /// <summary>The next batch; empty when there is none, or none that is due.</summary>
    public async Task<ArraySegment<Message>> TakeAsync(CancellationToken cancellationToken)
    {
        if (_delayed is { HasDue: false })
        {
            return [];
        }

        int most = assignment.Topic.Route.MaxMessages;
        TimeSpan wait = assignment.Topic.Route.MaxWaitTime;
        if (wait > TimeSpan.Zero && assignment.Buffer.Count > 0)
        {
            await assignment.Buffer.FillAsync(most, wait, time, cancellationToken);
        }

        return _delayed is null ? assignment.Buffer.Take(most) : _delayed.Take(most);
    }

    /// <summary>Waits until there may be a batch, or something else is asked for. It may end early, so look again.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) => _delayed is null ? assignment.Buffer.WaitAsync(cancellationToken) : _delayed.WaitAsync(cancellationToken);
}
