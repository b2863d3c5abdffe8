using Confluent.Kafka;
using Kafka.Dlq.Instrumentation;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// Delivers the letters of one member of a consumer group together with the offsets behind their messages, each time in one Kafka transaction, and does not give up:
/// what was aborted is tried again. What waits at the same moment shares a transaction.
/// </summary>
/// <remarks>Tells the same events as <see cref="DeadLetterDispatcher"/>; a letter counts as delivered when its transaction is committed. All members may be called from any thread.</remarks>
public sealed class TransactionalDispatcher
{
    // As for other letters: one that is late must be seen by health within ten seconds.
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TransactionalLetter, byte> _underWay = new();
    private readonly StackTraceTexts _texts = new();
    private readonly DeadLetterOptions _options;
    private readonly KafkaMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly Func<double> _jitterSample;
    private readonly TargetTopics _topics;
    private readonly LetterTransactions _transactions;

    /// <summary>Makes a dispatcher.</summary>
    /// <param name="options">Checked options, see <see cref="DeadLetterOptions.Faults"/>.</param>
    /// <param name="monitor">Where events are told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="make">Makes a producer, each time with the same transactional id.</param>
    /// <param name="group">The member whose offsets are committed.</param>
    /// <param name="jitterSample">Gives a random number from 0 to 1 for each wait; null takes no jitter.</param>
    /// <param name="countPartitions">Asks for a topic's partitions; null asks the producer's cluster.</param>
    public TransactionalDispatcher(
        DeadLetterOptions options,
        KafkaMonitor monitor,
        TimeProvider time,
        Func<ITransactionalProducer> make,
        ITransactionGroup group,
        Func<double>? jitterSample = null,
        PartitionCountQuery? countPartitions = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(group);
        _options = options;
        _monitor = monitor;
        _time = time;
        _jitterSample = jitterSample ?? (() => 0);
        _topics = new TargetTopics(countPartitions ?? BrokerMetadata.CountPartitionsAsync, time);
        _transactions = new LetterTransactions(make, group, time);
    }

    /// <summary>The letters that cannot be delivered at present, as <see cref="DeadLetterDispatcher.Failing"/> has them.</summary>
    public IReadOnlyCollection<FailingLetter> Failing => [.. _underWay.Keys.Select(letter => letter.Failing ?? Late(letter)).OfType<FailingLetter>()];

    /// <summary>The letters that are neither committed nor given up; a snapshot in no particular order.</summary>
    public IReadOnlyCollection<DeadLetter> UnderWay => [.. _underWay.Keys.Select(letter => letter.Letter)];

    /// <summary>Gets a producer ready in the background, which ends what an earlier process of the same transactional id left open.</summary>
    public void Prepare() => _transactions.Prepare();

    /// <summary>Waits for the transaction that is going on and closes the producer. Nothing may be dispatched afterwards.</summary>
    public Task CloseAsync() => _transactions.CloseAsync();

    /// <summary>Delivers letters of one source partition, and commits the offset behind them in the same transaction.</summary>
    /// <param name="letters">The letters, 1 or more, in the order in which they are to lie.</param>
    /// <param name="counter">A producer of the same cluster, by which topics are asked for their partitions.</param>
    /// <param name="next">The offset to commit.</param>
    /// <param name="isNew">Whether <paramref name="next"/> is surely higher than what is committed. Where it is not, a transaction whose outcome is unknown is run again: better twice than not at all.</param>
    /// <param name="revoked">Cancelled when the partition is revoked or lost.</param>
    /// <param name="giveUp">Cancelled a moment later, and when the host gives up its letters.</param>
    /// <returns>How it ended. No other offset of the partition may be committed before.</returns>
    public async Task<TransactionalDispatch> DispatchAsync(
        IReadOnlyList<DeadLetter> letters, IProducer<byte[]?, byte[]?> counter, TopicPartitionOffset next, bool isNew, CancellationToken revoked, CancellationToken giveUp)
    {
        ArgumentNullException.ThrowIfNull(letters);
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentNullException.ThrowIfNull(next);
        List<TransactionalLetter> all = [.. letters.Select(Begin)];
        try
        {
            return await PersistAsync(all, counter, next, isNew, () => revoked.IsCancellationRequested || giveUp.IsCancellationRequested, giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // Between two tries: nothing is open.
            return TransactionalDispatch.GivenUp;
        }
        finally
        {
            all.ForEach(End);
        }
    }

    private TransactionalLetter Begin(DeadLetter letter)
    {
        Activity? outer = Activity.Current;
        Activity? activity = KafkaActivities.StartDispatch(letter.Message, letter.TargetTopic);
        DateTimeOffset now = _time.GetUtcNow();
        DeadLetterRecord record = new(letter, _options, now, activity, _texts);
        EnrichFault.Tell(_monitor, letter, record);
        TransactionalLetter begun = new(letter, record, now, activity);
        _underWay.TryAdd(begun, 0);
        if (activity is not null)
        {
            Activity.Current = outer;
        }

        return begun;
    }

    private void End(TransactionalLetter letter)
    {
        letter.End();
        _underWay.TryRemove(letter, out _);
    }

    private async Task<TransactionalDispatch> PersistAsync(
        List<TransactionalLetter> letters, IProducer<byte[]?, byte[]?> counter, TopicPartitionOffset next, bool isNew, Func<bool> isGivenUp, CancellationToken giveUp)
    {
        bool isAlone = false;
        for (int failures = 0; ;)
        {
            TransactionOutcome outcome = await TryAsync(letters, counter, records => new TransactionPart(records, next, isGivenUp) { IsAlone = isAlone, IsTold = isNew }, giveUp);
            if (outcome.IsCommitted)
            {
                letters.Zip(outcome.Positions!).ToList().ForEach(pair => pair.First.Delivered(_monitor, pair.Second));
                return TransactionalDispatch.Committed;
            }

            if (outcome.IsInDoubt || isGivenUp())
            {
                return outcome.IsInDoubt ? TransactionalDispatch.InDoubt : TransactionalDispatch.GivenUp;
            }

            if (outcome.Error is { } error && !TryReduce(letters, outcome))
            {
                isAlone = outcome.IsOwn;
                letters.ForEach(letter => Fail(letter, error, counter));
                await Task.Delay(Backoff.Delay(_options.Backoff, ++failures, _jitterSample()), _time, giveUp);
            }
        }
    }

    private async Task<TransactionOutcome> TryAsync(
        List<TransactionalLetter> letters, IProducer<byte[]?, byte[]?> counter, Func<List<(TopicPartition Target, Message<byte[]?, byte[]?> Record)>, TransactionPart> makePart, CancellationToken giveUp)
    {
        if (letters.Find(letter => letter.Exceeds is not null)?.Exceeds is { } exceeded)
        {
            return new TransactionOutcome(Positions: null, exceeded);
        }

        try
        {
            List<(TopicPartition Target, Message<byte[]?, byte[]?> Record)> records = [];
            foreach (TransactionalLetter letter in letters)
            {
                string topic = letter.Letter.TargetTopic;
                int count = await _topics.CountAsync(counter, topic, giveUp);
                records.Add((new TopicPartition(topic, letter.PartitionAmong(count)), letter.Record));
            }

            letters.ForEach(letter => letter.Dispatched(_monitor));
            return await _transactions.AddAsync(makePart(records));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !giveUp.IsCancellationRequested)
        {
            // Whatever it is, the message must not be lost: it is told and tried again.
            return new TransactionOutcome(Positions: null, exception);
        }
    }

    private static bool TryReduce(List<TransactionalLetter> letters, TransactionOutcome outcome)
    {
        bool isReduced = false;
        foreach (int index in outcome.Error is { } error && DeliveryFaults.IsTooLarge(error) ? outcome.Refused ?? [] : [])
        {
            isReduced |= letters[index].TryReduce();
        }

        return isReduced;
    }

    private void Fail(TransactionalLetter letter, Exception error, IProducer<byte[]?, byte[]?> counter)
    {
        _topics.Forget(counter, letter.Letter.TargetTopic);
        letter.Failed(_monitor, error, _options.TransactionTimeout);
    }

    private FailingLetter? Late(TransactionalLetter letter)
    {
        TimeSpan age = _time.GetUtcNow() - letter.Since;
        return age < LateAfter
            ? null
            : new FailingLetter(
                letter.Letter.Message.TopicPartitionOffset, letter.Letter.TargetTopic, letter.Since, 0, new TimeoutException($"The dead letter of {letter.Letter.Message} has waited {age} for its transaction to be committed."));
    }
}
