using Confluent.Kafka;
using Kafka.Dlq.Consuming;
using Kafka.Dlq.DeadLetters;
using Kafka.Dlq.Isolating;

namespace Kafka.Dlq.Processing;

/// <summary>Makes all that works on one assignment of a partition.</summary>
internal sealed class WorkerFactory(EngineServices services, LetterSender letters, Executor executor, OffsetCommitter committer, IPartitionSeeker seeker)
{
    private readonly StormGates _storms = new(services.Monitor, services.Time);

    public PartitionWorker Create(TopicPartition partition, RoutedTopic topic)
    {
        PartitionAssignment assignment = new(partition, topic, new DeadLetterLane(services.MaxOutstanding), services.Stop.Aborted) { Threads = services.Threads };
        PauseGate pauses = new(services.Time);
        ConsumerContext context = new(assignment, pauses, committer, letters, services.Stop) { Publish = services.Publish, Time = services.Time };
        ConsumerHolder consumers = new(services.Scopes, assignment, context, services.Monitor);

        // Each worker has randomness of its own: a Random is not to be shared between threads.
        RecoveryTools tools = new(services.Monitor, services.Time, new Random(services.Random.Next()), services.StopHost);
        AttemptCounter attempts = new(topic.DeadLetterQueue?.Independent ?? false);
        StormWatch storm = new(assignment, attempts, _storms.Of(topic), tools);
        GiveUpHandler giveUp = new(assignment, attempts, letters, committer, tools);
        Isolator isolator = new(assignment, attempts);
        RecoveryJudge judge = new(assignment, consumers, tools);
        FailureSettler settler = new(assignment, attempts, judge, isolator, storm, tools);
        RecoveryHandler recovery = new(assignment, attempts, pauses, judge, isolator, giveUp, settler, storm, tools);
        return new PartitionWorker(assignment, consumers, executor, recovery, storm, seeker, services.Stop, services.Monitor, services.Time);
    }
}
