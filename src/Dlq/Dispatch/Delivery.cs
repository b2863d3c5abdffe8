using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A letter under way: from its dispatch until it is delivered or given up.</summary>
internal sealed class Delivery(DeadLetter letter, DeadLetterRecord record, IProducer<byte[]?, byte[]?> producer, DeadLetterLane lane, DateTimeOffset since)
{
    private readonly LaneTurn _turn = lane.Enter();
    private volatile FailingLetter? _failing;
    private bool _isDispatched;

    public DeadLetter Letter { get; } = letter;

    public DeadLetterRecord Record { get; } = record;

    public string Id { get; } = record.Id.ToString();

    /// <summary>Replaced when it cannot be used any more.</summary>
    public IProducer<byte[]?, byte[]?> Producer { get; set; } = producer;

    public DateTimeOffset Since { get; } = since;

    /// <summary>The last failed try, or null when none failed. Read by other threads.</summary>
    public FailingLetter? Failing => _failing;

    public Task WaitForTurnAsync(CancellationToken cancellationToken) => lane.WaitForTurnAsync(_turn, cancellationToken);

    /// <summary>The producer took the letter: tells it the first time and lets the successor follow.</summary>
    public void HandedOver(KafkaMonitor monitor)
    {
        if (!_isDispatched)
        {
            // Told before the successor may go, so that the events of a partition come in the order of its letters.
            _isDispatched = true;
            monitor.Publish(new DeadLetterDispatched(Letter.Message, Letter.TargetTopic, Letter.Attempts, Letter.Error, Letter.Reason, Id));
        }

        lane.Pass(_turn);
    }

    /// <summary>A try failed: the lane holds.</summary>
    public void Failed(Exception error, int tries)
    {
        _failing = new FailingLetter(Letter.Message.TopicPartitionOffset, Letter.TargetTopic, Since, tries, error);
        lane.Hold(_turn);
    }

    public void Leave() => lane.Leave(_turn);
}
