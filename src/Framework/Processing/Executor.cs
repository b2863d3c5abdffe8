using Kafka.Dlq.Consuming;
using Kafka.Dlq.Instrumentation;
using Kafka.Dlq.Routing;
using Kafka.Dlq.TimeLimits;
using System.Diagnostics;

namespace Kafka.Dlq.Processing;

/// <summary>Calls a consumer under the limit of runs at the same time, and tells of it.</summary>
internal sealed class Executor(Turns slots, KafkaMonitor monitor, KafkaMeters meters, TimeProvider time)
{
    /// <summary>Runs a consumer once. Does not throw for what the consumer throws.</summary>
    public async Task<RunOutcome> RunAsync(PartitionAssignment assignment, BaseConsumer consumer, Run run, CancellationToken ending)
    {
        await slots.WaitAsync(ending);
        assignment.TakeSlot();
        try
        {
            return await CallAsync(assignment, consumer, run, assignment.GivenUp);
        }
        finally
        {
            LeaveBehind(assignment);
        }
    }

    /// <summary>Gives the place of a partition's run back, unless that was done: a run that hangs must not keep the others from theirs.</summary>
    public void LeaveBehind(PartitionAssignment assignment)
    {
        if (assignment.TryLeaveSlot())
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
        Exception? error = assignment.Topic.Timeout is { } limit
            ? await ErrorWithinAsync(assignment, consumer, run, limit)
            : await ErrorOfAsync(consumer, cancellationToken);
        error = consumer.Context.End(run, error);

        // When the run was cancelled from outside, an error says nothing about its messages.
        if (error is not null && IsCutOff(assignment, cancellationToken))
        {
            return RunOutcome.CutOff;
        }

        if (error is not null)
        {
            KafkaActivities.Fail(activity, error);
        }

        Done(assignment, run, attempt, time.GetElapsedTime(start), error);
        return IsCutOff(assignment, cancellationToken) ? RunOutcome.CutOff : RunOutcome.Ended(error);
    }

    /// <summary>What the consumer threw, whatever it is: a narrower look would let an unexpected exception end the partition's worker without a word.</summary>
    private static async Task<Exception?> ErrorOfAsync(BaseConsumer consumer, CancellationToken cancellationToken)
    {
        try
        {
            Task running = consumer.ConsumeAsync(cancellationToken);

            // To throw an exception once more, only to catch it here, costs as much as a good message takes in all; so a failed task is read.
            await running.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            if (!running.IsCanceled)
            {
                return running.Exception?.InnerExceptions[0];
            }

            await running;
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task<Exception?> ErrorWithinAsync(PartitionAssignment assignment, BaseConsumer consumer, Run run, TimeSpan most)
    {
        LimitedRun limited = new(assignment, run, this, monitor, time);
        using TimeLimit limit = new(most, limited, time, assignment.Threads, assignment.GivenUp);
        run.Limit = limit;
        if (consumer is not MessageConsumer)
        {
            limit.Begin();
        }

        Exception? error = await ErrorOfAsync(consumer, limit.Token);
        return limit.TryEnd() ? error : limited.Explain(error);
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
        if (messages.Last.Offset.Value <= seen)
        {
            return 0;
        }

        assignment.LastHandedOver = messages.Last.Offset.Value;
        return messages.First.Offset.Value > seen ? messages.Count : messages.Count(message => message.Offset.Value > seen);
    }
}
