using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Makes dead letters of messages and sends them; while one is on its way, its offset holds the commits of its partition.</summary>
internal sealed class LetterSender(DeadLetterDispatcher dispatcher, Func<RoutedTopic, IProducer<byte[]?, byte[]?>> producers, TimeProvider time)
{
    /// <summary>The spool for a topic's letters to a dead letter topic, or null where they hold.</summary>
    public Func<RoutedTopic, string, LetterSpool?> Spools { get; init; } = (_, _) => null;

    /// <summary>Letters that are dispatched and neither acknowledged nor given up. A letter is among them before the producer has it.</summary>
    public IReadOnlyCollection<DeadLetter> OnTheirWay => dispatcher.UnderWay;

    public IProducer<byte[]?, byte[]?> DefaultProducer(RoutedTopic topic) => producers(topic);

    /// <summary>Gets ready for a topic's letters.</summary>
    public void Prepare(RoutedTopic topic)
    {
        foreach (string target in topic.DeadLetterQueue?.Topics ?? [])
        {
            dispatcher.Prepare(producers(topic), target);
        }
    }

    /// <summary>Waits until the letters that are on their way now are acknowledged or given up.</summary>
    public Task DeliveredAsync() => dispatcher.DeliveredAsync();

    /// <summary>Sends the letter of a message whose retries are used up.</summary>
    /// <returns>Ends when the broker has the letter; cancelled when the assignment ends before.</returns>
    public Task SendAsync(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, string target) =>
        SendAsync(assignment, consumer, Describe(assignment, consumer, failed, target));

    /// <summary>The letter of a message whose retries are used up.</summary>
    public static DeadLetter Describe(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, string target)
    {
        DeadLetterQueueSettings queue = assignment.Topic.DeadLetterQueue!;
        return new DeadLetter(
            failed.Message, queue.TargetOf(failed.Message, target), assignment.Topic.Route.GroupId, failed.Attempt, failed.Kind, failed.Error, Reason: null, failed.FirstFailedAt, failed.FailedAt, consumer.Name)
        {
            Queue = queue,
        };
    }

    /// <summary>Sends the letter of a message that the user gives up.</summary>
    /// <returns>Ends when the broker has the letter; cancelled when the assignment ends before.</returns>
    public Task SendByHandAsync(PartitionAssignment assignment, BaseConsumer consumer, Message message, int attempt, string? reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        DeadLetterQueueSettings queue = assignment.Topic.DeadLetterQueue!;
        return SendAsync(assignment, consumer, new DeadLetter(
            message, queue.TargetOf(message, queue.Topic!), assignment.Topic.Route.GroupId, attempt, ErrorKind.Manual, Error: null, reason, now, now, consumer.Name)
        {
            Queue = assignment.Topic.DeadLetterQueue,
        });
    }

    private Task<TopicPartitionOffset> SendAsync(PartitionAssignment assignment, BaseConsumer consumer, DeadLetter letter)
    {
        if (assignment.IsRevoked)
        {
            // GivenUp follows a moment later, on another thread. What a run dispatches between the two must not be sent: the next owner decides about its messages.
            return Task.FromCanceled<TopicPartitionOffset>(assignment.Revoked);
        }

        // The user's own producer is asked for before anything is held: should that throw, the caller learns it and no offset waits for a letter that was never sent.
        IProducer<byte[]?, byte[]?> producer = consumer.LetterProducer;
        assignment.Offsets.Hold(letter.Message.Offset.Value);
        try
        {
            // Released only at the acknowledgement: when the assignment ends first, the hold stays, and what is committed last stays below the letter.
            return dispatcher.DispatchAsync(letter, producer, assignment.Lane, SpoolFor(assignment.Topic, letter, producer), assignment.Offsets.Release, assignment.GivenUp);
        }
        catch (Exception)
        {
            // There is no letter: whatever the reason, it is the caller who tries again, and holds the offset anew.
            assignment.Offsets.Release(letter.Message.Offset.Value);
            throw;
        }
    }

    // Letters that go through the user's own producer are for wherever that leads; the spool could deliver them to the queue's cluster only.
    private LetterSpool? SpoolFor(RoutedTopic topic, DeadLetter letter, IProducer<byte[]?, byte[]?> producer) =>
        topic.DeadLetterQueue is { WhenUnavailable: UnavailablePolicy.Spool } && producer == producers(topic) ? Spools(topic, letter.TargetTopic) : null;
}
