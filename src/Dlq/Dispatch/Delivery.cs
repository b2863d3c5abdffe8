using Confluent.Kafka;
using System.Diagnostics;

namespace Kafka.Dlq.DeadLetters;

/// <summary>A letter under way: from its dispatch until it is delivered or given up.</summary>
internal sealed class Delivery(DeadLetter letter, DeadLetterRecord record, IProducer<byte[]?, byte[]?> producer, DeadLetterLane lane, DateTimeOffset since, bool isFromSpool = false)
{
    // What comes after a letter's end may be the user's code, which must not run inside the work on other letters.
    private readonly TaskCompletionSource<TopicPartitionOffset> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LaneTurn _turn = lane.Enter();
    private volatile FailingLetter? _failing;
    private bool _isDispatched = isFromSpool;

    public DeadLetter Letter { get; } = letter;

    public DeadLetterRecord Record { get; } = record;

    public string Id => Record.IdText;

    /// <summary>Replaced when it cannot be used any more.</summary>
    public IProducer<byte[]?, byte[]?> Producer { get; set; } = producer;

    public DateTimeOffset Since { get; } = since;

    /// <summary>Ends the letter when the partition is revoked or the host stops.</summary>
    public required CancellationToken GiveUp { get; init; }

    /// <summary>The activity of sending the letter; null when nobody listens.</summary>
    public required Activity? Activity { get; init; }

    /// <summary>Told the offset of the letter's message when the broker has the letter, before anybody learns that it is no longer under way.</summary>
    public required Action<long>? Acknowledged { get; init; }

    /// <summary>Where the letter goes when its topic cannot take it, or null.</summary>
    public LetterSpool? Spool { get; init; }

    /// <summary>Whether the letter lies in a spool already, so that no partition waits for it.</summary>
    public bool IsFromSpool { get; } = isFromSpool;

    /// <summary>Why the first try failed, where it went to the producer at once; null when that is still to be made or was dealt with.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What the next try leaves out from its beginning.</summary>
    public LetterReduction Reduction { get; set; }

    /// <summary>Where the letter lies; cancelled when it was given up.</summary>
    public Task<TopicPartitionOffset> Ended => _end.Task;

    /// <summary>The last failed try, or null when none failed. Read by other threads.</summary>
    public FailingLetter? Failing => _failing;

    /// <summary>Where the end of a first try of this lane is told.</summary>
    public LetterReports Reports => lane.Reports;

    public bool MayGo => lane.MayGo(_turn);

    /// <summary>The partition that the letter goes to, of so many.</summary>
    public Partition PartitionAmong(int count) => Record.PartitionAmong(Letter.Message.Partition, count);

    public Task WaitForTurnAsync(CancellationToken cancellationToken) => lane.WaitForTurnAsync(_turn, cancellationToken);

    /// <summary>The producer took the letter: tells it the first time and lets the successor follow.</summary>
    public void HandedOver(KafkaMonitor monitor)
    {
        TellDispatched(monitor);
        lane.Pass(_turn);
    }

    /// <summary>The letter waits until it is the first of its lane, as those before it must lie in the spool before it.</summary>
    public Task WaitForSpoolAsync(CancellationToken cancellationToken)
    {
        lane.Hold(_turn);
        return lane.WaitForTurnAsync(_turn, cancellationToken);
    }

    /// <summary>The letter lies in the spool.</summary>
    public void Spooled(KafkaMonitor monitor, Exception? refused)
    {
        TellDispatched(monitor);
        monitor.Publish(new DeadLetterSpooled(Letter.Message, Letter.TargetTopic, refused, Id));
        Acknowledged?.Invoke(Letter.Message.Offset.Value);
    }

    /// <summary>The broker has the letter.</summary>
    public void Delivered(KafkaMonitor monitor, TopicPartitionOffset position, LetterReduction reduction)
    {
        if (Letter is { DueAt: { } dueAt, Error: { } error })
        {
            monitor.Publish(new MessageRetryScheduled(Letter.Message, position, dueAt, Letter.Attempts, error, Id));
        }
        else
        {
            monitor.Publish(new DeadLetterDelivered(Letter.Message, position, Letter.Attempts, Letter.Error, Letter.Reason, Id, reduction));
        }

        Acknowledged?.Invoke(Letter.Message.Offset.Value);
    }

    /// <summary>A try failed: the lane holds.</summary>
    public void Failed(Exception error, int tries)
    {
        _failing = new FailingLetter(Letter.Message.TopicPartitionOffset, Letter.TargetTopic, Since, tries, error);
        lane.Hold(_turn);
    }

    private void TellDispatched(KafkaMonitor monitor)
    {
        if (!_isDispatched)
        {
            // Told before the successor may go, so that the events of a partition come in the order of its letters.
            _isDispatched = true;
            if (Letter.DueAt is null)
            {
                monitor.Publish(new DeadLetterDispatched(Letter.Message, Letter.TargetTopic, Letter.Attempts, Letter.Error, Letter.Reason, Id));
            }
        }
    }

    public void Leave()
    {
        Activity?.Dispose();
        lane.Leave(_turn);
    }

    /// <summary>Tells whoever waits where the letter lies.</summary>
    public void End(TopicPartitionOffset position) => _end.SetResult(position);

    /// <summary>Tells whoever waits why the letter was not delivered.</summary>
    public void End(Exception error)
    {
        if (error is OperationCanceledException)
        {
            _end.SetCanceled(GiveUp);
        }
        else
        {
            _end.SetException(error);
        }
    }
}
