using Confluent.Kafka;
using System.Diagnostics;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A letter on its way through a transaction.</summary>
internal sealed class TransactionalLetter(DeadLetter letter, DeadLetterRecord record, DateTimeOffset since, Activity? activity)
{
    private volatile FailingLetter? _failing;
    private bool _isTold;

    public DeadLetter Letter => letter;

    public DateTimeOffset Since => since;

    /// <summary>What the next try leaves out.</summary>
    public LetterReduction Reduction { get; private set; } = record.Least;

    /// <summary>Why it cannot be sent whatever is left out; null where it can.</summary>
    public KafkaException? Exceeds => record.Exceeds;

    /// <summary>The last failed try, or null. Read by other threads.</summary>
    public FailingLetter? Failing => _failing;

    public Message<byte[]?, byte[]?> Record => record.At(Reduction);

    /// <summary>The partition that it goes to, of so many.</summary>
    public Partition PartitionAmong(int count) => record.PartitionAmong(letter.Message.Partition, count);

    /// <summary>Leaves more out.</summary>
    /// <returns>False when there is nothing more to leave out.</returns>
    public bool TryReduce()
    {
        if (Reduction == LetterReduction.NoOriginalHeaders)
        {
            return false;
        }

        Reduction++;
        return true;
    }

    /// <summary>It goes into a transaction; told the first time.</summary>
    public void Dispatched(KafkaMonitor monitor)
    {
        if (!_isTold)
        {
            _isTold = true;
            monitor.Publish(new DeadLetterDispatched(letter.Message, letter.TargetTopic, letter.Attempts, letter.Error, letter.Reason, record.IdText));
        }
    }

    public void Delivered(KafkaMonitor monitor, TopicPartitionOffset position) =>
        monitor.Publish(new DeadLetterDelivered(letter.Message, position, letter.Attempts, letter.Error, letter.Reason, record.IdText, Reduction));

    public void Failed(KafkaMonitor monitor, Exception caught, TimeSpan limit)
    {
        int tries = (_failing?.Tries ?? 0) + 1;
        KafkaException error = DeliveryFaults.Explain(letter, tries, caught, limit);
        _failing = new FailingLetter(letter.Message.TopicPartitionOffset, letter.TargetTopic, since, tries, error);
        monitor.Publish(new DeadLetterFailed(letter.Message, letter.TargetTopic, error, tries, record.IdText));
    }

    public void End() => activity?.Dispose();
}
