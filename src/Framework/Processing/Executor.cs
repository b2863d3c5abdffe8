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
        consumer.Context.Run = run;
        Begun(assignment, run);
        try
        {
            await consumer.ConsumeAsync(cancellationToken);
            Done(assignment, run, time.GetElapsedTime(start), error: null);
            return cancellationToken.IsCancellationRequested ? RunOutcome.CutOff : RunOutcome.Succeeded;
        }
        catch (Exception exception)
        {
            // Whatever user code throws means that the run failed. A narrower catch would let an unexpected exception end the partition's worker without a word.
            // When the run was cancelled from outside, though, its end says nothing about its messages.
            if (cancellationToken.IsCancellationRequested)
            {
                return RunOutcome.CutOff;
            }

            KafkaActivities.Fail(activity, exception);
            Done(assignment, run, time.GetElapsedTime(start), exception);
            return RunOutcome.Failed(exception);
        }
        finally
        {
            consumer.Context.Run = Run.None;
        }
    }

    private void Begun(PartitionAssignment assignment, Run run)
    {
        if (monitor.IsListenedTo<ConsumerConsume>())
        {
            monitor.Publish(new ConsumerConsume(assignment.Partition, run.Messages.First.Offset, run.Messages.Last.Offset, run.Messages.Count, run.Attempt));
        }
    }

    private void Done(PartitionAssignment assignment, Run run, TimeSpan elapsed, Exception? error)
    {
        TopicRoute route = assignment.Topic.Route;
        meters.RunCompleted(new RunTags(assignment.Partition, route.GroupId), run.Attempt == 1 ? run.Messages.Count : 0, elapsed, error);
        if (error is null && monitor.IsListenedTo<ConsumerConsumed>())
        {
            monitor.Publish(new ConsumerConsumed(assignment.Partition, run.Messages.First.Offset, run.Messages.Last.Offset, run.Messages.Count, run.Attempt, elapsed));
        }
    }
}
