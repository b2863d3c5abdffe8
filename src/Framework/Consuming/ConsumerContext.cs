using Confluent.Kafka;
using Kafka.Dlq.Isolating;
using Kafka.Dlq.Processing;
using Kafka.Dlq.Publishing;
using Kafka.Dlq.Rejecting;
using Kafka.Dlq.Routing;

namespace Kafka.Dlq.Consuming;

/// <summary>What a consumer instance can do with its partition; the verbs of <see cref="BaseConsumer"/> end here.</summary>
internal sealed class ConsumerContext(PartitionAssignment assignment, PauseGate pauses, OffsetCommitter committer, LetterSender letters, Rejecter rejecter, StopSignals stop)
{
    // Pauses and seeks come from any thread. Without the gate, one could be asked for of a run that was just begun or judged, and nobody would see it.
    private readonly Lock _gate = new();
    private readonly BulkWriter _bulk = new(assignment, rejecter);

    public Run Run { get; private set; } = Run.Between();

    public TopicPartition Partition => assignment.Partition;

    public TopicRoute Route => assignment.Topic.Route;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes the records of transforms.</summary>
    public OutputWriter? Publish { get; init; }

    public bool IsRevoked => assignment.IsRevoked;

    public IProducer<byte[]?, byte[]?> DefaultProducer => letters.DefaultProducer(assignment.Topic);

    public Task<TopicPartitionOffset> PublishAsync(string topic, Message<byte[]?, byte[]?> record, Batching batching) => Publish!(Route, topic, record, batching);

    public bool Mark(Message message)
    {
        Own(message);
        if (Run.Failed?.HoldsBack(message.Offset.Value) ?? false)
        {
            return !IsRevoked;
        }

        if (!rejecter.Memory.IsEmpty && message.Offset.Value + 1 < assignment.Offsets.Cursor)
        {
            // It takes back what lies between, which is then handled anew.
            rejecter.Memory.Clear();
        }

        bool isBehindSeek = Run.IsRedirected && Run.SeekTo is { } target && message.Offset.Value + 1 < target.Value;
        return !isBehindSeek && assignment.Offsets.Mark(message.Offset.Value);
    }

    /// <summary>A message of the run has failed. Of a partition that is no longer ours nothing is noted.</summary>
    public void Fail(Message message, Exception error)
    {
        Own(message);
        ArgumentNullException.ThrowIfNull(error);
        lock (_gate)
        {
            if (IsRevoked)
            {
                return;
            }

            if (FailedMessages.RefusalOf(Run, message, assignment.Offsets.Cursor) is { } refusal)
            {
                throw refusal;
            }

            Run.Fail(message, error);
        }
    }

    /// <summary>A run begins; what was asked for in the last moment before counts for it.</summary>
    public void Begin(Run run)
    {
        lock (_gate)
        {
            run.TakeOver(Run);
            Run = run;
        }
    }

    /// <summary>The run has ended: nothing more is asked of it, but the pause that it asked for can be replaced or taken back before it begins.</summary>
    /// <param name="run">The run that was begun last.</param>
    /// <param name="error">What it threw, or null.</param>
    /// <returns>Why it has failed: what it threw, or the error of the first message that failed; null for a good one. The back-off stands in for the pause of a failed one, which is none any more.</returns>
    public Exception? End(Run run, Exception? error = null)
    {
        lock (_gate)
        {
            error ??= run.Return();
            Run = Run.Between(error is null ? run : null);
            return error;
        }
    }

    /// <summary>Takes the pause or seek that was asked for since the last run ended; null when none was.</summary>
    public Run? TakeRequest()
    {
        lock (_gate)
        {
            Run asked = Run;
            if (!asked.IsRedirected)
            {
                return null;
            }

            Run = Run.Between(asked);
            return asked;
        }
    }

    public Task<bool> CommitAsync() => committer.CommitAsync(assignment, stop.Aborted);

    /// <summary>A message was handled by a consumer of single messages.</summary>
    /// <returns>Whether to go on with the next one.</returns>
    public bool Complete(Message message, CancellationToken cancellationToken)
    {
        // A handler that returns because its token was cancelled looks just like one that finished; so nothing is marked then, and the message comes again. One that failed stays the message at hand.
        if (cancellationToken.IsCancellationRequested || Run.Failed is not null)
        {
            return false;
        }

        Run.Complete(message);
        if (Run.IsRedirected)
        {
            return false;
        }

        bool isOurs = assignment.Topic.Route.ManualOffsetManagement ? !IsRevoked : assignment.Offsets.Mark(message.Offset.Value);
        return isOurs && !stop.Stopping.IsCancellationRequested;
    }

    public void Pause(TimeSpan? duration, Offset? offset)
    {
        TimeSpan length = duration ?? assignment.Topic.Route.Pause.Timeout;
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.Zero, nameof(duration));
        if (offset is { Value: < 0 })
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{Partition}: a pause goes on at an offset of 0 or more.");
        }

        if (offset is not null)
        {
            rejecter.Memory.Clear();
        }

        PauseRequest request = new(length, offset);
        lock (_gate)
        {
            if (!pauses.TryReplace(request, Run.Ended))
            {
                Run.RequestPause(request);
            }
        }

        assignment.Buffer.Wake();
    }

    public void Resume()
    {
        lock (_gate)
        {
            Run.RequestPause(null);
            pauses.Open(Run.Ended);
        }
    }

    public void Seek(Offset offset)
    {
        if (offset.Value < 0 && offset != Offset.Beginning && offset != Offset.End)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{Partition}: seek to an offset of 0 or more, to Offset.Beginning or to Offset.End.");
        }

        // What is handled again from there is to be rejected again.
        rejecter.Memory.Clear();
        lock (_gate)
        {
            Run.RequestSeek(offset);
        }

        // An idle partition follows at once, not with its next message.
        assignment.Buffer.Wake();
    }

    public Task DispatchAsync(BaseConsumer consumer, Message message, string? reason)
    {
        Own(message);
        if (assignment.Topic.DeadLetterQueue?.Topic is null)
        {
            throw new InvalidOperationException(
                $"{message} cannot be dispatched: topic '{Partition.Topic}' of group '{assignment.Topic.Route.GroupId}' has no dead letter queue with a topic of its own. Add .DeadLetterQueue(...) with a topic to its route.");
        }

        return letters.SendByHandAsync(assignment, consumer, message, Run.Attempt, reason);
    }

    /// <summary>Whether an error is one to reject a record of this run for.</summary>
    public bool Rejects(Exception error) => rejecter.Takes(error, Run);

    public void Reject(BaseConsumer consumer, Message message, object? record, Exception error, string? reason, ErrorKind? kind = null)
    {
        Own(message);
        ArgumentNullException.ThrowIfNull(error);
        rejecter.Reject(new Rejection(message, record, error, reason, kind ?? Rejecter.KindOf(error), Run.Attempt, consumer.GetType().FullName));
    }

    public Task WriteBulkAsync(BaseConsumer consumer, Func<IReadOnlyList<Message>, Task<IReadOnlyList<BulkResult>>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Run run = Run;
        return run.Current is null
            ? _bulk.WriteAsync(run.Messages, write, (message, result) => Reject(consumer, message, message, result.Error!, result.Reason, ErrorKind.Sink))
            : throw new InvalidOperationException($"{consumer.GetType()} handles {run.Current} alone: a bulk write takes a batch consumer, derived from {nameof(BaseConsumer)}.");
    }

    private void Own(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Topic != Partition.Topic || message.Partition != Partition.Partition)
        {
            throw new ArgumentException($"{message} is not a message of {Partition.Topic}/{Partition.Partition.Value}, on which this consumer works.", nameof(message));
        }
    }
}
