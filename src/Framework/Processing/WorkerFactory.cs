using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.Crashes;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Isolating;
using Kafka.Dlq.Rejecting;

namespace Kafka.Dlq.Processing;

/// <summary>Makes all that works on one assignment of a partition.</summary>
internal sealed class WorkerFactory(EngineServices services, LetterSender letters, Executor executor, OffsetCommitter committer, IPartitionSeeker seeker)
{
    /// <summary>Reads the crash marks of guarded partitions.</summary>
    public required IMarkReader Marks { get; init; }

    /// <summary>Sends letters and offsets together; null where no topic asks for it.</summary>
    public LettersWithOffsets? Transactions { get; init; }

    /// <summary>The member whose offsets those are; null where no topic asks for it.</summary>
    public ITransactionGroup? Group { get; init; }

    public PartitionWorker Create(TopicPartition partition, RoutedTopic topic)
    {
        PartitionAssignment assignment = new(partition, topic, new DeadLetterLane(services.MaxOutstanding), services.Stop.Aborted) { Threads = services.Threads, Guarded = topic.DeadLetterQueue is { MaxCrashes: not null } ? new GuardedOffsets(services.Time) : null };
        PauseGate pauses = new(services.Time);
        Rejecter rejecter = new(assignment, services.Rejects, services.Monitor, services.Time);
        ConsumerContext context = new(assignment, pauses, committer, letters, rejecter, services.Stop) { Publish = services.Publish, Time = services.Time };
        ConsumerHolder consumers = new(services.Scopes, assignment, context, services.Monitor);

        // Each worker has randomness of its own: a Random is not to be shared between threads.
        RecoveryTools tools = new(services.Monitor, services.Time, new Random(services.Random.Next()), services.StopHost);
        AttemptCounter attempts = new(topic.DeadLetterQueue?.Independent ?? false);
        StormWatch storm = new(assignment, attempts, services.Storms.Of(topic.Route), tools);
        GiveUpHandler giveUp = new(assignment, attempts, letters, committer, Transactions, tools);
        Isolator isolator = new(assignment, attempts);
        RecoveryJudge judge = new(assignment, consumers, tools);
        FailureSettler settler = new(assignment, attempts, judge, isolator, storm, tools);
        RecoveryHandler recovery = new(assignment, attempts, pauses, judge, isolator, giveUp, settler, storm, tools);
        return new PartitionWorker(assignment, consumers, executor, recovery, storm, rejecter, seeker, services.Stop, services.Monitor, services.Time)
        {
            Guard = assignment.Guarded is { } guarded ? Guard(assignment, guarded, storm, giveUp, tools) : null,
            StableStart = Group is not null && topic.DeadLetterQueue is { IsTransactional: true } ? new StableStart(Group, tools) : null,
        };
    }

    private CrashGuard Guard(PartitionAssignment assignment, GuardedOffsets guarded, StormWatch storm, GiveUpHandler giveUp, RecoveryTools tools) => new(
        new CrashWatch(assignment, guarded, services.Suspects, committer, Marks, tools),
        new CondemnedMessages(assignment, guarded, assignment.Topic.DeadLetterQueue!.MaxCrashes!.Value, storm, giveUp, tools));
}
