using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Crashes;

/// <summary>Gives up the messages of one partition that killed the process as often as they may, without another run.</summary>
internal sealed class CondemnedMessages(PartitionAssignment assignment, GuardedOffsets offsets, int maxCrashes, StormWatch storm, GiveUpHandler giveUp, RecoveryTools tools)
{
    /// <summary>What is given up instead of being run, or null.</summary>
    public FailedRun? Find(Message message)
    {
        CrashCount count = offsets.HasSuspects ? offsets.CountOf(message.Offset.Value) : default;
        if (count.Crashes < maxCrashes)
        {
            return null;
        }

        ProcessCrashException error = new($"The process died {count.Crashes} times while it handled {message} alone, which is as often as CrashGuard allows. It is not handled again.");
        Run never = new(new MessageBatch(new ArraySegment<Message>([message])), count.Crashes, lastAttempt: null);
        return assignment.Topic.WithRunsBefore(new FailedRun(never, message, error, ErrorKind.Crash, count.Crashes, count.Since, tools.Time.GetUtcNow()));
    }

    /// <summary>Dispatches it, or skips it where there is no topic; rules and strategies are not asked, as they could only have it run again.</summary>
    /// <returns>The offset from which the partition goes on.</returns>
    public async Task<long> GiveUpAsync(BaseConsumer consumer, FailedRun condemned, CancellationToken ending)
    {
        long offset = condemned.Message.Offset.Value;
        if (assignment.Offsets.TakenBackBefore(offset) is { } back)
        {
            // An older message was marked: what lies between is to be handled again first, as giving this one up marks it all.
            assignment.Offsets.MoveCursor(back);
            return back;
        }

        if (!await storm.TakeLetterAsync(condemned, ending))
        {
            return offset;
        }

        tools.Monitor.Publish(new CrashGivenUp(condemned.Message, condemned.Attempt));
        return assignment.Topic.DeadLetterQueue!.Topic is { } target
            ? await giveUp.DispatchAsync(consumer, [condemned], target, ending)
            : await giveUp.SkipAsync([condemned], ending);
    }
}
