using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;

namespace Kafka.Dlq.Isolating;

/// <summary>Keeps, for one partition, the plan of a batch whose culprits are looked for, and says when one is made.</summary>
internal sealed class Isolator(PartitionAssignment assignment, AttemptCounter attempts)
{
    private readonly BatchPlan _plan = new();

    private Isolation? How => assignment.Topic.DeadLetterQueue?.Isolation;

    /// <summary>Another batch begins.</summary>
    public void Begin() => _plan.Clear();

    /// <summary>The next run of these messages: all of them, or the next piece.</summary>
    public Run NextRun(ArraySegment<Message> messages)
    {
        Piece? piece = _plan.Next(messages);
        ArraySegment<Message> next = piece?.Messages ?? messages;

        // With several messages their isolation is what comes next, not the queue.
        int? last = next.Count > 1 && How is Isolation.Bisect or Isolation.Singly ? null : assignment.Topic.LastAttempt;
        return new Run(new MessageBatch(next), piece?.Attempt ?? attempts.Next, last, attempts) { Piece = piece, RunsBefore = assignment.Topic.IsRetryTopic ? assignment.Topic.RunsBefore : null };
    }

    /// <summary>Whether it is known already how the next run of these messages ends.</summary>
    public bool Knows(ArraySegment<Message> messages) => _plan.Next(messages) is { Known: not null };

    /// <summary>A run ended and told which of its open messages failed.</summary>
    public void Settle(ArraySegment<Message> open, FailedMessages named, int attempt, DateTimeOffset failedAt) => _plan.Settle(open, named, attempt, failedAt);

    /// <summary>A failure that was known is decided on.</summary>
    public void Decide() => _plan.Decide();

    /// <summary>What failed is run again before it is decided on, because what all messages need is down.</summary>
    public void Doubt() => _plan.Doubt();

    /// <summary>A run ended well.</summary>
    public void Passed(Run run)
    {
        if (run.Piece is not null)
        {
            _plan.Passed();
        }
    }

    /// <summary>A failed run is repeated.</summary>
    public void Again(Run run)
    {
        if (run.Piece is not null)
        {
            _plan.Again();
        }
    }

    /// <summary>Whether the messages are looked at one by one or in halves before one is given up; makes the plan then.</summary>
    public bool TryIsolate(FailedRun failed)
    {
        ArraySegment<Message> open = Open(failed.Run);
        if (failed.Run.Current is not null || open.Count < 2)
        {
            return false;
        }

        if (failed.IsNamed)
        {
            int culprit = open.AsSpan().IndexOf(failed.Message);
            if (culprit > 0)
            {
                _plan.Single(open, culprit, failed.Attempt, failed.FirstFailedAt);
            }

            return culprit > 0;
        }

        if (How == Isolation.Bisect)
        {
            _plan.Bisect(open, failed.Attempt, failed.FirstFailedAt);
        }
        else if (How == Isolation.Singly)
        {
            _plan.Separate(open, failed.Attempt, failed.FirstFailedAt);
        }

        return How is Isolation.Bisect or Isolation.Singly;
    }

    /// <summary>All that is given up with a message: itself, or the whole rest of its run.</summary>
    public IReadOnlyList<FailedRun> GivenUpWith(FailedRun failed) => How == Isolation.WholeBatch && failed.Run.Current is null && !failed.IsNamed && Open(failed.Run) is { Count: > 1 } open
        ? [.. open.Select(message => assignment.Topic.WithRunsBefore(failed with { Message = message }))]
        : [failed];

    /// <summary>The message that a consumer named, by what it threw or before that, where it is one of the run's that are not marked; null otherwise.</summary>
    public Message? Named(Run run, Exception error) =>
        run.Current is not null ? null
        : error is PoisonMessageException { Culprit: { } named } ? Open(run).FirstOrDefault(message => message.Offset == named.Offset && message.Partition == named.Partition && message.Topic == named.Topic)
        : run.Failed is { } failed ? Open(run).FirstOrDefault(message => failed.ErrorOf(message.Offset.Value) is not null)
        : null;

    /// <summary>The messages of a run that are not marked.</summary>
    public ArraySegment<Message> Open(Run run)
    {
        ArraySegment<Message> all = run.Messages.AsSegment();
        int first = 0;
        while (first < all.Count && all[first].Offset.Value < (assignment.Offsets.Cursor ?? 0))
        {
            first++;
        }

        return all[first..];
    }
}
