using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.TimeLimits;

/// <summary>A run whose topic has a limit, as seen when it does not keep it.</summary>
internal sealed class LimitedRun(PartitionAssignment assignment, Run run, Executor executor, KafkaMonitor monitor, TimeProvider time) : IHangingRun
{
    private TimeSpan Limit => assignment.Topic.Timeout!.Value;

    /// <summary>The message at hand, or the first of the run that is not marked.</summary>
    private Offset Offset => run.Current?.Offset ?? Math.Max(assignment.Offsets.Cursor ?? 0, run.Messages.First.Offset.Value);

    public void Left()
    {
        assignment.Held = new PartitionHold(assignment.Held?.Since ?? time.GetUtcNow(), Offset.Value, $"its run exceeded the Timeout of {Limit} and ignores its cancellation token");
        executor.LeaveBehind(assignment);
    }

    public void Tell() => monitor.Publish(new ErrorOccurred(ErrorType.Hanging, new TimeoutException(
        $"{What()} exceeded the Timeout of {Limit} and ignores its cancellation token. Its partition holds until it ends, which nobody can hasten; it takes no place of Concurrency meanwhile. Pass the token on to what the consumer waits for."))
    {
        Topic = assignment.Partition.Topic,
        Partition = assignment.Partition.Partition,
        Offset = Offset,
        Attempt = run.Attempt,
    });

    /// <summary>What a run ended with whose time was over.</summary>
    public Exception Explain(Exception? thrown) => thrown is null or OperationCanceledException
        ? new RunTimeoutException($"{What()} took longer than the Timeout of {Limit}{(thrown is null ? ", and returned after its token was cancelled: it may have done a part only" : "")}.", thrown)
        : thrown;

    private string What() => run.Current is { } message ? $"{message}" : $"The run of {assignment.Partition.Topic}/{assignment.Partition.Partition.Value}, offsets {run.Messages.First.Offset.Value} to {run.Messages.Last.Offset.Value},";
}
