using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Delivers dead letters, and does not give up: a letter is tried again until the broker has it. One instance per host.</summary>
/// <remarks>
/// Tells <see cref="DeadLetterDispatched"/> once, when the producer first took a letter, <see cref="DeadLetterFailed"/> for each try that failed,
/// and <see cref="DeadLetterDelivered"/> at the broker's acknowledgement. All members may be called from any thread.
/// </remarks>
public sealed class DeadLetterDispatcher
{
    // A letter that the broker neither takes nor refuses must be seen by health within ten seconds, which may be long before its try times out.
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Delivery, byte> _underWay = new();
    private readonly DeadLetterOptions _options;
    private readonly KafkaMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly TargetTopics _topics;
    private readonly LetterSender _sender;
    private readonly FirstTries _firstTries;
    private readonly StackTraceTexts _texts = new();
    private readonly Func<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>> _replace;
    private readonly ResiliencePipeline _retries;
    private readonly ResiliencePipeline _timeout;

    /// <summary>Makes a dispatcher.</summary>
    /// <param name="options">Checked options, see <see cref="DeadLetterOptions.Faults"/>.</param>
    /// <param name="monitor">Where events are told.</param>
    /// <param name="time">The clock of back-off, time limits and timestamps.</param>
    /// <param name="jitterSample">Gives a random number from 0 to 1 for each wait; null takes no jitter whatever the options say.</param>
    /// <param name="countPartitions">Asks for a topic's partitions; null asks the producer's cluster.</param>
    /// <param name="replace">Gives another producer for one that cannot go on (a fatal error, KIP-98), or the same when there is none: see <see cref="ProducerPool.Replace"/>. Null replaces none.</param>
    public DeadLetterDispatcher(
        DeadLetterOptions options,
        KafkaMonitor monitor,
        TimeProvider time,
        Func<double>? jitterSample = null,
        PartitionCountQuery? countPartitions = null,
        Func<IProducer<byte[]?, byte[]?>, IProducer<byte[]?, byte[]?>>? replace = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(time);
        _options = options;
        _monitor = monitor;
        _time = time;
        _replace = replace ?? (producer => producer);
        _topics = new TargetTopics(countPartitions ?? BrokerMetadata.CountPartitionsAsync, time);
        _sender = new LetterSender(_topics, monitor, time);
        _firstTries = new FirstTries(_topics, monitor, time, options.DispatchTimeout, EndFirstTry);
        _timeout = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(new TimeoutStrategyOptions { Timeout = options.DispatchTimeout }).Build();
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(Retries(options.Backoff, jitterSample ?? (() => 0))).Build();
    }

    /// <summary>
    /// The letters that cannot be delivered at present: those with a failed try, and those that the broker has not acknowledged for 5 s. For health;
    /// a snapshot in no particular order.
    /// </summary>
    public IReadOnlyCollection<FailingLetter> Failing
    {
        get
        {
            DateTimeOffset now = _time.GetUtcNow();
            return [.. _underWay.Select(pair => pair.Key.Failing ?? Late(pair.Key, now)).OfType<FailingLetter>()];
        }
    }

    /// <summary>The letters that are dispatched and neither delivered nor given up; a snapshot in no particular order. A letter is among them before the producer sees it, and no longer once it lies in a spool.</summary>
    public IReadOnlyCollection<DeadLetter> UnderWay => [.. _underWay.Keys.Where(delivery => !delivery.IsFromSpool).Select(delivery => delivery.Letter)];

    /// <summary>Waits until the letters that are under way now are delivered or given up. Does not throw for those that are given up.</summary>
    public async Task DeliveredAsync()
    {
        // In an order of their own: that of the set follows the addresses of this process, which no seed of a simulation decides.
        foreach (Delivery delivery in _underWay.Keys.Where(delivery => !delivery.IsFromSpool).OrderBy(delivery => delivery.Since).ThenBy(delivery => delivery.Id, StringComparer.Ordinal))
        {
            await ((Task)delivery.Ended).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Asks in the background how many partitions a target has, so that its first letter need not wait for the answer: it takes a tenth of a second, in which the partition
    /// would stand still. Creates nothing. Should the answer not come, the first letter asks again, and tells why it cannot be sent.
    /// </summary>
    /// <param name="producer">The producer that letters will be sent with.</param>
    /// <param name="topic">The dead letter topic.</param>
    public void Prepare(IProducer<byte[]?, byte[]?> producer, string topic)
    {
        ArgumentNullException.ThrowIfNull(producer);
        _topics.Prepare(producer, topic);
    }

    /// <summary>
    /// Delivers a letter. Letters of one lane go to the producer in the order of the calls; when the target's partition count is known and no
    /// predecessor is in the way, the producer has the letter before this call returns its task.
    /// </summary>
    /// <param name="letter">The letter.</param>
    /// <param name="producer">The producer for the target's cluster. With anything but <c>acks=all</c> the promise is the producer's.</param>
    /// <param name="lane">The lane of the partition that the message was read from.</param>
    /// <param name="acknowledged">Given the offset of the letter's message when the broker has the letter, before it leaves <see cref="UnderWay"/>; must not throw. Not called for a letter that is given up.</param>
    /// <param name="giveUp">Ends the delivery, because the partition was revoked or the host stops. The broker may have the letter all the same.</param>
    /// <returns>Where the letter lies; completed when the broker acknowledged it, cancelled when <paramref name="giveUp"/> was; nothing else ends a delivery.</returns>
    public Task<TopicPartitionOffset> DispatchAsync(DeadLetter letter, IProducer<byte[]?, byte[]?> producer, DeadLetterLane lane, Action<long>? acknowledged, CancellationToken giveUp) =>
        DispatchAsync(letter, producer, lane, spool: null, acknowledged, giveUp);

    /// <summary>Delivers a letter, or has it spooled while its topic cannot take it.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="producer">The producer for the target's cluster.</param>
    /// <param name="lane">The lane of the partition that the message was read from.</param>
    /// <param name="spool">Where the letter goes when a try to deliver it has failed, and behind letters that lie there; null for nowhere. One that is only too large for its topic is not spooled: it would stay too large.</param>
    /// <param name="acknowledged">As without a spool; the disk's confirmation counts as the broker's acknowledgement.</param>
    /// <param name="giveUp">As without a spool.</param>
    /// <returns>As without a spool; for a letter in the spool the topic with the partition <see cref="Partition.Any"/> and an unset offset.</returns>
    public Task<TopicPartitionOffset> DispatchAsync(
        DeadLetter letter, IProducer<byte[]?, byte[]?> producer, DeadLetterLane lane, LetterSpool? spool, Action<long>? acknowledged, CancellationToken giveUp)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(producer);
        ArgumentNullException.ThrowIfNull(lane);
        Activity? outer = Activity.Current;
        Activity? activity = KafkaActivities.StartDispatch(letter.Message, letter.TargetTopic);
        DateTimeOffset now = _time.GetUtcNow();
        DeadLetterRecord record = new(letter, _options, now, activity, _texts);
        EnrichFault.Tell(_monitor, letter, record);
        Delivery delivery = new(letter, record, producer, lane, now) { Spool = spool, Acknowledged = acknowledged, Activity = activity, GiveUp = giveUp };
        Begin(delivery);
        RestoreActivity(activity, outer);
        return delivery.Ended;
    }

    /// <summary>Delivers a letter that lies in a spool.</summary>
    internal Task<TopicPartitionOffset> DispatchSpooledAsync(SpooledLetter spooled, IProducer<byte[]?, byte[]?> producer, DeadLetterLane lane, CancellationToken giveUp)
    {
        Delivery delivery = new(spooled.Letter, spooled.Record, producer, lane, _time.GetUtcNow(), isFromSpool: true) { Acknowledged = null, Activity = null, GiveUp = giveUp };
        Begin(delivery);
        return delivery.Ended;
    }

    private void Begin(Delivery delivery)
    {
        _underWay.TryAdd(delivery, 0);
        if (delivery.Spool is { IsOccupied: true } || !_firstTries.TrySend(delivery))
        {
            _ = PersistAsync(delivery);
        }
    }

    private void EndFirstTry(FirstTry first)
    {
        Delivery delivery = first.Delivery;
        first.LetGo();
        RestoreActivity(delivery.Activity, delivery.Activity);
        if (first.Report is { } report && DeliveryFaults.IsPersisted(report))
        {
            delivery.Delivered(_monitor, report.TopicPartitionOffset, delivery.Record.Least);
            Leave(delivery);
            delivery.End(report.TopicPartitionOffset);
        }
        else if (first.IsGivenUp)
        {
            Leave(delivery);
            delivery.End(new OperationCanceledException(delivery.GiveUp));
        }
        else
        {
            delivery.Fault = first.Fault;
            _ = PersistAsync(delivery);
        }

        RestoreActivity(delivery.Activity, null);
    }

    // The activity of a letter is current only while it is worked on.
    private static void RestoreActivity(Activity? activity, Activity? current)
    {
        if (activity is not null)
        {
            Activity.Current = current;
        }
    }

    private void Leave(Delivery delivery)
    {
        delivery.Leave();
        _underWay.TryRemove(delivery, out _);
    }

    private async Task PersistAsync(Delivery delivery)
    {
        try
        {
            TopicPartitionOffset position = await DeliverAsync(delivery, delivery.GiveUp);
            Leave(delivery);
            delivery.End(position);
        }
        catch (Exception exception)
        {
            // Only giving up ends a delivery otherwise; should there ever be another reason, whoever waits for the letter must learn it.
            Leave(delivery);
            delivery.End(exception);
        }
    }

    private async Task<TopicPartitionOffset> DeliverAsync(Delivery delivery, CancellationToken giveUp)
    {
        // The context keeps continuations on the scheduler they were started on.
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, giveUp);
        try
        {
            return await _retries.ExecuteAsync(static (context, state) => state.Dispatcher.TryAsync(state.Delivery, context), context, (Dispatcher: this, Delivery: delivery));
        }
        catch (KafkaException exception) when (giveUp.IsCancellationRequested)
        {
            // The pipeline hands out the last failure when it is cancelled between two tries.
            throw new OperationCanceledException(exception.Message, exception, giveUp);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<TopicPartitionOffset> TryAsync(Delivery delivery, ResilienceContext context)
    {
        CancellationToken giveUp = context.CancellationToken;
        if (delivery.Fault is { } fault)
        {
            // The first try was made before the pipeline began.
            delivery.Fault = null;
            if (!DeliveryFaults.IsTooLarge(fault))
            {
                return delivery.Spool is null ? throw Failed(delivery, fault) : await SpoolAsync(delivery, delivery.Spool, fault, giveUp);
            }

            delivery.Reduction = NextOf(delivery.Record.Least);
        }

        await delivery.WaitForTurnAsync(giveUp);

        // Asked only now: the letter before it may have been spooled while this one waited for its turn. One that exceeds its bound must not get past it this way.
        if (delivery is { Spool: { IsOccupied: true } spool, Record.Exceeds: null })
        {
            return await SpoolAsync(delivery, spool, refused: null, giveUp);
        }

        try
        {
            return await _timeout.ExecuteAsync(static (context, state) => state.Sender.SendAsync(state.Delivery, context.CancellationToken), context, (Sender: _sender, Delivery: delivery));
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever a try ends with, be it a bug, the message must not be lost: it is spooled, or told and tried again.
            return delivery.Spool is null || DeliveryFaults.IsTooLarge(exception) ? throw Failed(delivery, exception) : await SpoolAsync(delivery, delivery.Spool, exception, giveUp);
        }
    }

    private async ValueTask<TopicPartitionOffset> SpoolAsync(Delivery delivery, LetterSpool spool, Exception? refused, CancellationToken giveUp)
    {
        try
        {
            await delivery.WaitForSpoolAsync(giveUp);
            await spool.AppendAsync(delivery.Letter, delivery.Record, giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            throw Failed(delivery, new IOException($"Its spool could not be written: {exception.Message}", exception));
        }

        delivery.Spooled(_monitor, refused);
        return new TopicPartitionOffset(delivery.Letter.TargetTopic, Partition.Any, Offset.Unset);
    }

    private static LetterReduction NextOf(LetterReduction tried) => tried < LetterReduction.NoOriginalHeaders ? tried + 1 : tried;

    private KafkaException Failed(Delivery delivery, Exception caught)
    {
        DeadLetter letter = delivery.Letter;
        int tries = (delivery.Failing?.Tries ?? 0) + 1;
        KafkaException error = DeliveryFaults.Explain(letter, tries, caught, _options.DispatchTimeout, delivery.IsFromSpool);
        delivery.Failed(error, tries);
        _topics.Forget(delivery.Producer, letter.TargetTopic);
        if (DeliveryFaults.IsFatal(error.Error))
        {
            delivery.Producer = _replace(delivery.Producer);
        }

        _monitor.Publish(new DeadLetterFailed(letter.Message, letter.TargetTopic, error, tries, delivery.Id) { IsSpooled = delivery.IsFromSpool });
        return error;
    }

    private static RetryStrategyOptions Retries(PauseOptions backoff, Func<double> jitterSample) => new()
    {
        MaxRetryAttempts = int.MaxValue,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is KafkaException),
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Backoff.Delay(backoff, arguments.AttemptNumber + 1, jitterSample())),
    };

    private static FailingLetter? Late(Delivery delivery, DateTimeOffset now)
    {
        TimeSpan age = now - delivery.Since;
        DeadLetter letter = delivery.Letter;
        return age < LateAfter
            ? null
            : new FailingLetter(letter.Message.TopicPartitionOffset, letter.TargetTopic, delivery.Since, 0, new TimeoutException($"The dead letter of {letter.Message} has waited {age} for topic '{letter.TargetTopic}' to take it."));
    }
}
