using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The first try of a letter whose way is free: it goes to the producer within the call that dispatches it, and ends with the broker's report, the time
/// limit or the end of the assignment. Whichever of these comes first counts; what comes later changes nothing.
/// </summary>
internal sealed class FirstTry(Delivery delivery, LetterReports reports)
{
    private static readonly object GivenUp = new();

    private CancellationTokenRegistration _givingUp;
    private ITimer? _limit;
    private object? _outcome;
    private int _ready;

    public Delivery Delivery => delivery;

    /// <summary>The broker's report, or null when none came in time.</summary>
    public DeliveryReport<byte[]?, byte[]?>? Report => _outcome as DeliveryReport<byte[]?, byte[]?>;

    public bool IsGivenUp => _outcome == GivenUp;

    /// <summary>Why the letter was not delivered, as far as is known.</summary>
    public Exception Fault => Report is { } report ? new KafkaException(report.Error) : new TimeoutException();

    /// <summary>Takes the broker's report. On the client's thread.</summary>
    public void Reported(DeliveryReport<byte[]?, byte[]?> report) => End(report);

    /// <summary>The producer took the letter: from now on the try can end. Not before, so that a quick report does not overtake the word that the letter was sent.</summary>
    public void Sent(TimeProvider time, TimeSpan limit)
    {
        _limit = time.CreateTimer(static state => ((FirstTry)state!).End(new TimeoutException()), this, limit, Timeout.InfiniteTimeSpan);
        _givingUp = delivery.GiveUp.UnsafeRegister(static state => ((FirstTry)state!).End(GivenUp), this);
        BecomeReady();
    }

    /// <summary>Lets go of what could have ended the try.</summary>
    public void LetGo()
    {
        _limit?.Dispose();
        _givingUp.Unregister();
    }

    private void End(object outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is null)
        {
            BecomeReady();
        }
    }

    private void BecomeReady()
    {
        if (Interlocked.Increment(ref _ready) == 2)
        {
            reports.Add(this);
        }
    }
}
