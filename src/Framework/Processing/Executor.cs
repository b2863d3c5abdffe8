using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Routing;
using System.Diagnostics;

namespace Kafka.Dlq.Processing;

/// <summary>Calls a consumer under the limit of runs at the same time, and tells of it.</summary>
internal sealed class Executor(SemaphoreSlim slots, KafkaMonitor monitor, KafkaMeters meters, TimeProvider time)
{
    /// <summary>Runs a consumer once. Does not throw for what the consumer throws.</summary>
    public async Task<RunOutcome> RunAsync(PartitionAssignment assignment, BaseConsumer consumer, Run run, CancellationToken ending)
    {
        await slots.WaitAsync(ending);
        try
        {
            return await CallAsync(assignment, consumer, run, assignment.GivenUp);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<RunOutcome> CallAsync(PartitionAssignment assignment, BaseConsumer consumer, Run run, CancellationToken cancellationToken)
    {
        using Activity? activity = KafkaActivities.StartRun(run.Messages, assignment.Topic.Route.GroupId, run.Attempt);
        long start = time.GetTimestamp();

        // A consumer of single messages counts anew with each; the run is told by the number with which it began.
        int attempt = run.Attempt;
        consumer.Context.Begin(run);
        Begun(assignment, run);
        try
        {
            await consumer.ConsumeAsync(cancellationToken);
            Done(assignment, run, attempt, time.GetElapsedTime(start), error: null);
            return IsCutOff(assignment, cancellationToken) ? RunOutcome.CutOff : RunOutcome.Succeeded;
        }
        catch (Exception exception)
        {
            // Whatever user code throws means that the run failed. A narrower catch would let an unexpected exception end the partition's worker without a word.
            // When the run was cancelled from outside, though, its end says nothing about its messages.
            if (IsCutOff(assignment, cancellationToken))
            {
                return RunOutcome.CutOff;
            }

            KafkaActivities.Fail(activity, exception);
            Done(assignment, run, attempt, time.GetElapsedTime(start), exception);
            return RunOutcome.Failed(exception);
        }
        finally
        {
            consumer.Context.End(run);
        }
    }

    // The run's token follows the revoke a moment later, on another thread.
    private static bool IsCutOff(PartitionAssignment assignment, CancellationToken cancellationToken) => assignment.IsRevoked || cancellationToken.IsCancellationRequested;

    private void Begun(PartitionAssignment assignment, Run run)
    {
        if (monitor.IsListenedTo<ConsumerConsume>())
        {
            monitor.Publish(new ConsumerConsume(assignment.Partition, run.Messages.First.Offset, run.Messages.Last.Offset, run.Messages.Count, run.Attempt));
        }
    }

    private void Done(PartitionAssignment assignment, Run run, int attempt, TimeSpan elapsed, Exception? error)
    {
        TopicRoute route = assignment.Topic.Route;
        meters.RunCompleted(new RunTags(assignment.Partition, route.GroupId), CountNew(assignment, run.Messages), elapsed, error);
        if (error is null && monitor.IsListenedTo<ConsumerConsumed>())
        {
            monitor.Publish(new ConsumerConsumed(assignment.Partition, run.Messages.First.Offset, run.Messages.Last.Offset, run.Messages.Count, attempt, elapsed));
        }
    }

    private static int CountNew(PartitionAssignment assignment, MessageBatch messages)
    {
        long seen = assignment.LastHandedOver;
        assignment.LastHandedOver = Math.Max(seen, messages.Last.Offset.Value);
        return messages.First.Offset.Value > seen ? messages.Count : messages.Count(message => message.Offset.Value > seen);
    }
}
