using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq.Processing;

/// <summary>
/// Works on one partition, one run after the other, for as long as it is assigned: takes messages from the buffer, has them run, and goes on from where
/// the outcome says. A retry is served from the batch in memory; only a place outside of it is fetched anew.
/// </summary>
internal sealed class PartitionWorker : IDisposable
{
    private readonly PartitionIntake _intake;
    private readonly Executor _executor;
    private readonly RecoveryHandler _recovery;
    private readonly StormWatch _storm;
    private readonly Rejecter _rejecter;
    private readonly BatchScreen _screen;
    private readonly IPartitionSeeker _seeker;
    private readonly StopSignals _stop;
    private readonly KafkaMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending;
    private long? _next;

    public PartitionWorker(PartitionAssignment assignment, ConsumerHolder consumers, Executor executor, RecoveryHandler recovery, StormWatch storm, Rejecter rejecter, IPartitionSeeker seeker, StopSignals stop, KafkaMonitor monitor, TimeProvider time)
    {
        Assignment = assignment;
        Consumers = consumers;
        _intake = new PartitionIntake(assignment, monitor, time);
        _executor = executor;
        _recovery = recovery;
        _storm = storm;
        _rejecter = rejecter;
        _screen = new BatchScreen(assignment, rejecter);
        _seeker = seeker;
        _stop = stop;
        _monitor = monitor;
        _time = time;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(assignment.Revoked, stop.Stopping);
    }

    public PartitionAssignment Assignment { get; }

    public ConsumerHolder Consumers { get; }

    /// <summary>Guards the runs against messages that kill the process; null where nobody asked for it.</summary>
    public CrashGuard? Guard { get; init; }

    /// <summary>Tells where the partition begins when the client's word on that is not enough; null where it is.</summary>
    public StableStart? StableStart { get; init; }

    /// <summary>Ends when no run is going on and none will begin; after a revoke, when the consumer was told of it. Never faults.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>The messages being run or waiting for their retry, for naming what did not end in time.</summary>
    public MessageBatch InWork { get; private set; } = MessageBatch.Empty;

    /// <summary>Begins to work, once an earlier assignment of the same partition has ended its last run: a partition is never worked on twice at once.</summary>
    public void Start(Task predecessor) => Completion = RunAsync(predecessor);

    /// <summary>When the oldest message that is not handled yet was written, or null when there is none in memory.</summary>
    public DateTimeOffset? OldestUnmarked()
    {
        MessageBatch inWork = InWork;
        return inWork.Count > 0 ? new DateTimeOffset(inWork.First.Timestamp.UtcDateTime) : Assignment.Buffer.OldestTimestamp();
    }

    /// <summary>Tells the consumer of the revoke, once, and lets it go; nothing happens while the partition is ours. For a revoke that comes after the work was stopped.</summary>
    public async Task EndRevokedAsync()
    {
        if (Assignment.IsRevoked && Consumers.TryBeginEnd())
        {
            await Consumers.RevokedAsync(_stop.Aborted);
            await Consumers.DropAsync();
        }
    }

    /// <summary>Tells the consumer of the host's stop, once, and lets it go; nothing happens when it was told of a revoke.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        if (!Assignment.IsRevoked && Consumers.TryBeginEnd())
        {
            await Consumers.ShutdownAsync(cancellationToken);
            await Consumers.DropAsync();
        }
    }

    public void Dispose()
    {
        _ending.Dispose();
        Assignment.Dispose();
    }

    private async Task RunAsync(Task predecessor)
    {
        await Task.Yield();
        await predecessor;
        await BeginAsync();
        while (!IsEnding)
        {
            try
            {
                await WorkOnceAsync();
            }
            catch (OperationCanceledException) when (IsEnding)
            {
                // Revoked or stopped: what was in work is neither marked nor counted and comes again.
            }
            catch (Exception exception)
            {
                await GoBackAsync(exception);
            }
        }

        await EndRevokedAsync();
    }

    private async Task BeginAsync()
    {
        try
        {
            if (StableStart is not null)
            {
                await StableStart.BeginAsync(Assignment, _seeker, _ending.Token);
            }

            if (Guard is not null)
            {
                await Guard.Watch.RestoreAsync(_ending.Token);
            }
        }
        catch (OperationCanceledException) when (IsEnding)
        {
            // Revoked or stopped before anything was worked on.
        }
    }

    // The linked token follows its sources a moment later, on another thread.
    private bool IsEnding => Assignment.IsRevoked || _stop.Stopping.IsCancellationRequested || Assignment.GivenUp.IsCancellationRequested || _ending.IsCancellationRequested;

    private async Task GoBackAsync(Exception exception)
    {
        // Not the user's code but the engine around it failed. The messages in work are let go of, so the partition goes back to the first unmarked one:
        // handled again rather than lost, and never a worker that ended without a word.
        _monitor.Publish(new ErrorOccurred(ErrorType.AfterConsume, exception) { Topic = Assignment.Partition.Topic, Partition = Assignment.Partition.Partition, Offset = Assignment.Offsets.Cursor });
        try
        {
            await Task.Delay(Assignment.Topic.Route.Pause.MaxTimeout, _time, _ending.Token);
            if (Assignment.Offsets.Cursor is { } cursor)
            {
                await SeekAsync(cursor);
            }
        }
        catch (OperationCanceledException)
        {
            // Revoked or stopped meanwhile.
        }
    }

    private async Task WorkOnceAsync()
    {
        await Assignment.Lane.WaitForRoomAsync(_ending.Token);
        ArraySegment<Message> batch = await _intake.TakeAsync(_ending.Token);
        if (batch.Count > 0)
        {
            Assignment.Offsets.Begin(batch[0].Offset.Value);
            await WorkThroughAsync(batch);
        }
        else if (Assignment.Buffer.TakeEnd() is { } end)
        {
            await TellEndAsync(end);
        }
        else if (Consumers.Current?.Context.TakeRequest() is { } asked)
        {
            await FollowAsync(asked, _next ?? Assignment.Offsets.Cursor ?? Offset.Unset.Value);
        }
        else
        {
            await _intake.WaitAsync(_ending.Token);
        }
    }

    private async Task WorkThroughAsync(ArraySegment<Message> batch)
    {
        BaseConsumer consumer = await _recovery.GetConsumerAsync(Consumers, _ending.Token);
        ArraySegment<Message> rest = batch;
        _recovery.BeginBatch();

        // What lies between the place the partition went on from and its next message is a gap of a compacted or transactional topic: the batch covers it too.
        long start = _next ?? batch[0].Offset.Value;
        while (rest.Count > 0)
        {
            await Assignment.Lane.WaitForRoomAsync(_ending.Token);
            await _rejecter.WaitForRoomAsync(_ending.Token);
            long position = consumer.Context.TakeRequest() is { } asked
                ? await _recovery.RedirectAsync(asked, rest[0].Offset.Value, _ending.Token)
                : await RunReadableAsync(consumer, rest);
            if (position < start || position > batch[^1].Offset.Value + 1)
            {
                await SeekAsync(position);
                break;
            }

            _next = position;
            rest = From(batch, position);
        }

        InWork = MessageBatch.Empty;
    }

    private async Task TellEndAsync(long end)
    {
        BaseConsumer consumer = await _recovery.GetConsumerAsync(Consumers, _ending.Token);
        await Consumers.EofedAsync(end, _ending.Token);
        if (consumer.Context.TakeRequest() is { } asked)
        {
            await FollowAsync(asked, end);
        }
    }

    private async Task FollowAsync(Run asked, long next)
    {
        long position = await _recovery.RedirectAsync(asked, next, _ending.Token);
        if (position != next)
        {
            await SeekAsync(position);
        }
    }

    private async Task SeekAsync(long position)
    {
        _next = position < 0 ? null : position;
        await _seeker.SeekAsync(Assignment, position, _ending.Token);
    }

    private Task<long> RunReadableAsync(BaseConsumer consumer, ArraySegment<Message> messages)
    {
        ArraySegment<Message> readable = _screen.Readable(messages, _recovery.NextAttempt);
        return readable.Count > 0 ? RunOnceAsync(consumer, readable) : Task.FromResult(_screen.Pass(messages));
    }

    private async Task<long> RunOnceAsync(BaseConsumer consumer, ArraySegment<Message> messages)
    {
        ArraySegment<Message> allowed = _recovery.Knows(messages) ? messages : await _storm.EnterAsync(messages, _ending.Token);
        try
        {
            if (IsEnding)
            {
                throw new OperationCanceledException(_ending.Token);
            }

            if (Guard?.Condemned.Find(allowed[0]) is { } condemned)
            {
                return await Guard.Condemned.GiveUpAsync(consumer, condemned, _ending.Token);
            }

            Run run = _recovery.NextRun(Guard is null ? allowed : Guard.Watch.Cut(allowed));
            InWork = run.Messages;
            RunOutcome outcome = run.Piece?.Known ?? await (Guard is null ? _executor.RunAsync(Assignment, consumer, run, _ending.Token) : RunGuardedAsync(Guard.Watch, consumer, run));
            if (outcome.IsCutOff)
            {
                throw new OperationCanceledException(Assignment.GivenUp);
            }

            return outcome.Error is null
                ? await _recovery.FinishAsync(run, _ending.Token)
                : await _recovery.RecoverAsync(consumer, run, outcome.Error, _ending.Token);
        }
        finally
        {
            _storm.Leave();
        }
    }

    private async Task<RunOutcome> RunGuardedAsync(CrashWatch watch, BaseConsumer consumer, Run run)
    {
        await watch.EnterAsync(run.Messages, _ending.Token);
        bool isWell = false;
        try
        {
            RunOutcome outcome = await _executor.RunAsync(Assignment, consumer, run, _ending.Token);
            isWell = outcome is { IsCutOff: false, Error: null };
            return outcome;
        }
        finally
        {
            await watch.LeaveAsync(isWell);
        }
    }

    private static ArraySegment<Message> From(ArraySegment<Message> batch, long position)
    {
        // Offsets rise within a batch, so the place is found by halving: a batch with many failures is cut as often.
        int low = 0;
        int high = batch.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = batch[middle].Offset.Value < position ? (middle + 1, high) : (low, middle);
        }

        return batch[low..];
    }
}
