using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Finds out, for one partition, what is done after a failed run: the policy's word, which the topic's strategy may replace where it has one.</summary>
internal sealed class RecoveryJudge(PartitionAssignment assignment, ConsumerHolder consumers, RecoveryTools tools)
{
    private const int MostErrors = 100;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Exception>? _errors = assignment.Topic.HasStrategy ? new() : null;

    /// <summary>A run ended well, or handled a message before it failed.</summary>
    public void Succeeded() => _errors?.Clear();

    /// <summary>What to do. Where a strategy cannot tell, the partition holds until it can: the answer is then late, never wrong.</summary>
    /// <exception cref="OperationCanceledException">Revoked or stopped before there was an answer.</exception>
    public ValueTask<RecoveryAction> DecideAsync(FailedRun failed, CancellationToken ending)
    {
        Failure failure = new(failed.Error, failed.Kind, failed.Attempt) { IsRevoked = assignment.IsRevoked, Elapsed = failed.FailedAt - failed.FirstFailedAt };
        RecoveryAction usual = RecoveryPolicy.Decide(assignment.Topic.Recovery, failure, tools.Random.NextDouble());
        return _errors is null || usual is RecoveryAction.Nothing or RecoveryAction.Stop ? ValueTask.FromResult(usual) : AskAsync(Describe(failed, usual, _errors), ending);
    }

    private MessageFailure Describe(FailedRun failed, RecoveryAction usual, Queue<Exception> errors)
    {
        errors.Enqueue(failed.Error);
        if (errors.Count > MostErrors)
        {
            errors.Dequeue();
        }

        return new MessageFailure
        {
            Message = failed.Message,
            Error = failed.Error,
            Kind = failed.Kind,
            Attempt = failed.Attempts,
            FirstFailedAt = failed.FirstFailedAt,
            FailedAt = failed.FailedAt,
            Errors = [.. errors],
            Backoff = Backoff.Delay(assignment.Topic.Route.Pause, failed.Attempt, tools.Random.NextDouble()),
            Usual = usual,
        };
    }

    private async ValueTask<RecoveryAction> AskAsync(MessageFailure failure, CancellationToken ending)
    {
        for (int asked = 1; ; asked++)
        {
            InvalidOperationException refused;
            try
            {
                RecoveryAction answer = consumers.GetStrategy().Decide(failure);
                if (StrategyAnswers.FaultOf(answer, assignment.Topic.DeadLetterQueue!) is not { } fault)
                {
                    return answer;
                }

                refused = Refused(failure, fault, cause: null);
            }
            catch (Exception exception)
            {
                // It is the user's code, and whatever it throws, critical errors too, must neither lose the message nor pass for a decision.
                refused = Refused(failure, $"threw {exception.GetType().Name}: {exception.Message}", exception);
            }

            await HoldAsync(failure, refused, asked, ending);
        }
    }

    private Task HoldAsync(MessageFailure failure, InvalidOperationException refused, int asked, CancellationToken ending)
    {
        ending.ThrowIfCancellationRequested();
        assignment.Held = new PartitionHold(assignment.Held?.Since ?? tools.Time.GetUtcNow(), failure.Message.Offset.Value, refused.Message.TrimEnd('.'));
        tools.Monitor.Publish(new ErrorOccurred(ErrorType.Strategy, refused)
        {
            Topic = assignment.Partition.Topic,
            Partition = assignment.Partition.Partition,
            Offset = failure.Message.Offset,
            Attempt = failure.Attempt,
        });

        // A back-off of zero is meant for messages; a strategy would be asked without a rest.
        TimeSpan wait = Backoff.Delay(assignment.Topic.Route.Pause, asked, tools.Random.NextDouble());
        return Task.Delay(wait > ShortestRest ? wait : ShortestRest, tools.Time, ending);
    }

    private InvalidOperationException Refused(MessageFailure failure, string what, Exception? cause) => new(
        $"The recovery strategy of topic '{assignment.Partition.Topic}' in group '{assignment.Topic.Route.GroupId}' {what}. Nothing is done with {failure.Message}, and its partition holds; the strategy is asked again after the back-off",
        cause);
}
