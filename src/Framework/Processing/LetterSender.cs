using Confluent.Kafka;
using Kafka.Dlq.DeadLetters;

namespace Kafka.Dlq.Processing;

/// <summary>Makes dead letters of messages and sends them; while one is on its way, its offset holds the commits of its partition.</summary>
internal sealed class LetterSender(DeadLetterDispatcher dispatcher, Func<RoutedTopic, IProducer<byte[]?, byte[]?>> producers, TimeProvider time)
{
    /// <summary>The producer for a topic's retry topics, which lie in the cluster that the topic is read from; null where its letters go there too.</summary>
    public Func<RoutedTopic, IProducer<byte[]?, byte[]?>>? HopProducer { get; init; }

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

        if (topic.NextHop is { } hop)
        {
            dispatcher.Prepare(ProducerOfHops(topic), hop.Topic);
        }
    }

    /// <summary>Waits until the letters that are on their way now are acknowledged or given up.</summary>
    public Task DeliveredAsync() => dispatcher.DeliveredAsync();

    /// <summary>Sends the letter of a message whose retries are used up.</summary>
    /// <returns>Ends when the broker has the letter; cancelled when the assignment ends before.</returns>
    public Task SendAsync(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, string target) =>
        SendAsync(assignment, LetterOf(assignment, consumer, failed, target), () => consumer.LetterProducer);

    /// <summary>The letter of a message whose retries are used up, for whoever sends it by other means.</summary>
    public static DeadLetter Describe(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, string target) =>
        assignment.Topic.DeadLetterQueue!.Parked(LetterOf(assignment, consumer, failed, target));

    /// <summary>Sends a message that failed to a retry topic, which lies in the cluster that is read from, whatever producer the consumer has for its letters.</summary>
    /// <returns>Ends when the broker has it; cancelled when the assignment ends before.</returns>
    public Task SendOnAsync(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, RetryHop hop) =>
        SendAsync(assignment, LetterOf(assignment, consumer, failed, hop.Topic) with { DueAt = DueTime.After(time.GetUtcNow(), hop.Delay) }, () => ProducerOfHops(assignment.Topic));

    /// <summary>Sends the letter of a message that the user gives up.</summary>
    /// <returns>Ends when the broker has the letter; cancelled when the assignment ends before.</returns>
    public Task SendByHandAsync(PartitionAssignment assignment, BaseConsumer consumer, Message message, int attempt, string? reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset first = assignment.Topic.PassOf(message)?.FirstFailedAt ?? now;
        DeadLetterQueueSettings queue = assignment.Topic.DeadLetterQueue!;
        DeadLetter letter = new(message, queue.Topic!, assignment.Topic.Route.GroupId, attempt, ErrorKind.Manual, Error: null, reason, first, now, consumer.Name)
        {
            IsFromRetryTopic = assignment.Topic.IsRetryTopic,
            Queue = queue,
        };
        return SendAsync(assignment, letter, () => consumer.LetterProducer);
    }

    private IProducer<byte[]?, byte[]?> ProducerOfHops(RoutedTopic topic) => (HopProducer ?? producers)(topic);

    private static DeadLetter LetterOf(PartitionAssignment assignment, BaseConsumer consumer, FailedRun failed, string target) =>
        new(failed.Message, target, assignment.Topic.Route.GroupId, failed.Attempts, failed.Kind, failed.Error, Reason: null, failed.FirstFailedAt, failed.FailedAt, consumer.Name)
        {
            IsFromRetryTopic = assignment.Topic.IsRetryTopic,
            Queue = assignment.Topic.DeadLetterQueue,
        };

    private Task<TopicPartitionOffset> SendAsync(PartitionAssignment assignment, DeadLetter unparked, Func<IProducer<byte[]?, byte[]?>> findProducer)
    {
        if (assignment.IsRevoked)
        {
            // GivenUp follows a moment later, on another thread. What a run dispatches between the two must not be sent: the next owner decides about its messages.
            return Task.FromCanceled<TopicPartitionOffset>(assignment.Revoked);
        }

        DeadLetter letter = assignment.Topic.DeadLetterQueue!.Parked(unparked);

        // The user's own producer is asked for before anything is held: should that throw, the caller learns it and no offset waits for a letter that was never sent.
        IProducer<byte[]?, byte[]?> producer = findProducer();
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

    // Letters that go through the user's own producer are for wherever that leads; the spool could deliver them to the queue's cluster only. What goes to a retry topic
    // is no letter: its cluster is the one that is read from, and while that is away there is nothing to go on with.
    private LetterSpool? SpoolFor(RoutedTopic topic, DeadLetter letter, IProducer<byte[]?, byte[]?> producer) =>
        topic.DeadLetterQueue is { WhenUnavailable: UnavailablePolicy.Spool } && letter.DueAt is null && producer == producers(topic) ? Spools(topic, letter.TargetTopic) : null;
}
