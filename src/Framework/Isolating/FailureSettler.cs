using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Isolating;

/// <summary>Follows, for one partition, a run that ended and said of some of its messages that they have failed: the others are handled, and of each that failed it is known why.</summary>
internal sealed class FailureSettler(PartitionAssignment assignment, AttemptCounter attempts, RecoveryJudge judge, Isolator isolator, StormWatch storm, RecoveryTools tools)
{
    /// <summary>Tells what failed, and plans that what follows is decided message by message, in their order.</summary>
    /// <returns>The offset from which the partition goes on.</returns>
    public long Settle(Run run, FailedMessages named)
    {
        DateTimeOffset now = tools.Time.GetUtcNow();
        ArraySegment<Message> open = isolator.Open(run);
        List<FailedRun> failures =
        [
            .. from message in open
               let error = named.ErrorOf(message.Offset.Value)
               where error is not null
               select assignment.Topic.WithRunsBefore(new FailedRun(run, message, error, assignment.Topic.KindOf(run, error), run.Attempt, now, now) { IsNamed = true }),
        ];
        bool hasHandled = failures.Count < run.Messages.Count;
        attempts.Succeeded(run.Messages.Last.Offset.Value);
        if (hasHandled)
        {
            judge.Succeeded();
        }

        foreach (FailedRun failed in failures)
        {
            // Told now, not when its turn comes: the breaker must see how many failed alike, and when.
            storm.Failed(failed, hasHandled && failed == failures[0]);
            tools.Report(assignment, ErrorType.Consume, failed.Error, failed.Message.Offset, failed.Attempts);
        }

        isolator.Settle(open, named, run.Attempt, now);
        return open.Count > 0 ? open[0].Offset.Value : run.Messages.Last.Offset.Value + 1;
    }
}
