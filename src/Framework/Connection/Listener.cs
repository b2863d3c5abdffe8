using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Processing;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Kafka.Dlq.Connection;

/// <summary>
/// The poll thread's work: fetches, hands records to their partitions' buffers, serves the client's callbacks, and carries out pauses, resumes and seeks.
/// It never runs user code and never waits for it, so nothing that a consumer does can cost the group membership.
/// </summary>
internal sealed class Listener(IKafkaClient client, FetchedRecords records, AssignmentTable assignments, ConnectionHealth health, EventPump events, TimeProvider time) : IPartitionSeeker
{
    /// <summary>How much longer a round may stand still while nobody is in want.</summary>
    public const int TimesWithoutNeed = 10;

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<SeekCommand> _seeks = new();
    private readonly List<PartitionAssignment> _full = [];
    private readonly List<PartitionAssignment> _ample = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private TimeSpan _stood;
    private long _lastPoll = time.GetTimestamp();

    /// <summary>How long one round may stand still for full partitions that will soon have room.</summary>
    public TimeSpan Patience { get; init; } = SystemThreads.Instance.Patience;

    /// <summary>The same while no other partition is in want of records and no seek waits: then only the client's callbacks do.</summary>
    public TimeSpan PatienceWithoutNeed { get; init; } = SystemThreads.Instance.Patience * TimesWithoutNeed;

    /// <summary>How long ago the poll thread began its last round.</summary>
    public TimeSpan SinceLastPoll => time.GetElapsedTime(Volatile.Read(ref _lastPoll));

    public Task SeekAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken) => Enqueue(new SeekCommand(assignment, offset, cancellationToken));

    public Task SeekFirstAsync(PartitionAssignment assignment, long offset, CancellationToken cancellationToken) => Enqueue(new SeekCommand(assignment, offset, cancellationToken) { IsFirst = true });

    /// <summary>One round: everything that is due, then one fetch.</summary>
    public void PollOnce()
    {
        Volatile.Write(ref _lastPoll, time.GetTimestamp());
        Seek();
        ResumeDrained();
        records.Clear();
        try
        {
            client.Fetch(records, Idle);
        }
        finally
        {
            // Whatever the client throws, what it handed out before must reach its partitions: the client will not hand it out again.
            Distribute();
            PauseFull();
            Report();
            LetDrain();
        }
    }

    private Task Enqueue(SeekCommand command)
    {
        _seeks.Enqueue(command);
        return command.Done;
    }

    private void Seek()
    {
        for (int left = _seeks.Count; left > 0 && _seeks.TryDequeue(out SeekCommand? command); left--)
        {
            if (command.Assignment.IsRevoked)
            {
                command.End();
            }
            else if (!TrySeek(command))
            {
                _seeks.Enqueue(command);
            }
        }
    }

    private bool TrySeek(SeekCommand command)
    {
        PartitionAssignment assignment = command.Assignment;
        try
        {
            assignment.Buffer.Clear();
            client.Seek(new TopicPartitionOffset(assignment.Partition, command.Offset));
            assignment.IsSeeking = false;
            command.End();
            return true;
        }
        catch (KafkaException exception) when (command.IsFirst && exception.Error.Code == ErrorCode.Local_State)
        {
            // The client still asks where to begin. Tried again in the next round; records that come before are dropped here or by the seek.
            return false;
        }
        catch (Exception exception)
        {
            // Whatever it is, the worker waits for this seek. Tried again in the next round. Until it works, records that come are from the old place, and are dropped: the seek brings them again.
            if (!assignment.IsSeeking)
            {
                assignment.IsSeeking = true;
                events.Post(new ErrorOccurred(ErrorType.AfterConsume, exception)
                {
                    Topic = assignment.Partition.Topic,
                    Partition = assignment.Partition.Partition,
                    Offset = command.Offset,
                });
            }

            return false;
        }
    }

    // The client remembers a pause beyond the assignment in which it was asked for: a partition that goes and comes back is still paused there, so it is kept in mind here too.
    private void ResumeDrained() => _paused.RemoveWhere(partition =>
    {
        if (!assignments.TryGet(partition, out PartitionWorker? worker))
        {
            return false;
        }

        PartitionAssignment assignment = worker.Assignment;
        assignment.IsFetchPaused = true;
        if (!assignment.Buffer.IsBelowLowMark || !Try(() => client.Resume(partition), partition))
        {
            return false;
        }

        assignment.IsFetchPaused = false;
        events.Post(new ClientResume(partition, assignment.Buffer.Count));
        return true;
    });

    private void Distribute()
    {
        ReadOnlySpan<Message> messages = CollectionsMarshal.AsSpan(records.Messages);
        while (messages.Length > 0)
        {
            int length = LengthOfRun(messages);
            Put(messages[..length]);
            messages = messages[length..];
        }

        foreach (TopicPartitionOffset end in records.Ends)
        {
            if (assignments.TryGet(end.TopicPartition, out PartitionWorker? worker) && worker.Assignment.Topic.Route.Eofed)
            {
                worker.Assignment.Buffer.PutEnd(end.Offset.Value);
            }
        }
    }

    private void Put(ReadOnlySpan<Message> messages)
    {
        TopicPartition partition = new(messages[0].Topic, messages[0].Partition);
        if (!assignments.TryGet(partition, out PartitionWorker? worker) || worker.Assignment.IsSeeking)
        {
            return;
        }

        PartitionAssignment assignment = worker.Assignment;
        assignment.Buffer.Put(messages);
        if (assignment.IsFetchPaused)
        {
            return;
        }

        if (assignment.Buffer.IsAboveHighMark && !_full.Contains(assignment))
        {
            _full.Add(assignment);
        }

        if (assignment.Buffer.IsAmple && !_ample.Contains(assignment))
        {
            _ample.Add(assignment);
        }
    }

    private void PauseFull()
    {
        // Behind the distribution: while the poll thread waits for one of them, the others have their records.
        _stood = TimeSpan.Zero;
        foreach (PartitionAssignment assignment in _full)
        {
            if ((assignment.IsDelayed || !DrainsSoon(assignment)) && Try(() => client.Pause(assignment.Partition), assignment.Partition))
            {
                assignment.IsFetchPaused = true;
                _paused.Add(assignment.Partition);
                events.Post(new ClientPause(assignment.Partition, assignment.Buffer.Count));
            }
        }

        _full.Clear();
    }

    // A pause throws away what the client prefetched, and costs 0.2 s to fetch again. A consumer that is only a little slower than the fetch is better waited for;
    // not longer than the patience of one round, though, or a slow partition would keep the others from their records.
    private bool DrainsSoon(PartitionAssignment assignment) => StandsFor(assignment.Buffer.WaitForRoom);

    // A partition that has got enough for the moment is waited for as well, but never paused for it: one that is slow or stands still fills up in a few rounds, is paused then, and costs the others no more.
    private void LetDrain()
    {
        foreach (PartitionAssignment assignment in _ample)
        {
            if (!assignment.IsFetchPaused && !assignment.IsDelayed && !StandsFor(assignment.Buffer.WaitForNeed))
            {
                break;
            }
        }

        _ample.Clear();
    }

    private bool StandsFor(Func<TimeSpan, bool> drained)
    {
        while (_stood < Patience || (_stood < PatienceWithoutNeed && NobodyWaits()))
        {
            if (drained(Glance))
            {
                return true;
            }

            _stood += Glance;
        }

        return false;
    }

    private bool NobodyWaits() => _seeks.IsEmpty && !assignments.Any(static assignment => assignment.IsFetchPaused ? assignment.Buffer.IsBelowLowMark : assignment.Buffer.Count == 0);

    private bool Try(Action work, TopicPartition partition)
    {
        try
        {
            work();
            return true;
        }
        catch (KafkaException exception)
        {
            // Tried again in the next round; thrown, it would keep the other partitions' records of this fetch from them.
            events.Post(new ErrorOccurred(ErrorType.Poll, exception) { Topic = partition.Topic, Partition = partition.Partition });
            return false;
        }
    }

    private void Report()
    {
        foreach (KafkaException error in records.Errors)
        {
            // A fatal error comes by way of the fetch, not of the client's error handler.
            health.Note(error.Error);
            TopicPartitionOffset? place = (error as ConsumeException)?.ConsumerRecord?.TopicPartitionOffset;
            events.Post(new ErrorOccurred(ErrorType.Poll, error) { Topic = place?.Topic, Partition = place?.Partition });
        }
    }

    private static int LengthOfRun(ReadOnlySpan<Message> messages)
    {
        PartitionSource source = messages[0].Source;
        int length = 1;
        while (length < messages.Length && ReferenceEquals(messages[length].Source, source))
        {
            length++;
        }

        return length;
    }
}
