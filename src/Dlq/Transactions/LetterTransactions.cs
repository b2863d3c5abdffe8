using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>
/// The transactions of one member of a consumer group: one at a time, each with all that is waiting when it begins. Keeps the producer, and another one of the
/// same id when it is of no use any more.
/// </summary>
/// <remarks>
/// One producer for the member rather than for each partition: a member that has lost a partition is refused by the group's coordinator, which knows its generation
/// (KIP-447), so the id needs to be no more than the member's own. A partition whose offset lies in an open transaction begins for nobody before that has ended.
/// </remarks>
internal sealed class LetterTransactions(Func<ITransactionalProducer> make, ITransactionGroup group, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly List<TransactionPart> _waiting = [];

    // Made at once, so that settings which the client refuses are told at start.
    private ITransactionalProducer? _fresh = make();
    private ITransactionalProducer? _producer;
    private Task _work = Task.CompletedTask;
    private bool _isWorking;

    /// <summary>Puts a part into the next transaction.</summary>
    /// <returns>How that ended. It is tried once; whoever asked tries again.</returns>
    public Task<TransactionOutcome> AddAsync(TransactionPart part)
    {
        lock (_gate)
        {
            _waiting.Add(part);
        }

        Begin();
        return part.Ended;
    }

    /// <summary>Gets a producer ready, which ends what an earlier process of the same id left open. Should that fail, the first part tries again, and tells why.</summary>
    public void Prepare() => Begin();

    /// <summary>Waits for the transaction that is going on and closes the producer. Nothing may be added any more.</summary>
    public async Task CloseAsync()
    {
        await _work;
        (_producer ?? _fresh)?.Dispose();
        (_producer, _fresh) = (null, null);
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_isWorking)
            {
                return;
            }

            _isWorking = true;
        }

        _work = WorkAsync();
    }

    private async Task WorkAsync()
    {
        if (_producer is null)
        {
            await TryGetReadyAsync();
        }

        while (Take() is { Count: > 0 } parts)
        {
            await RunAsync(parts);
        }
    }

    private List<TransactionPart> Take()
    {
        lock (_gate)
        {
            List<TransactionPart> taken = _waiting is [{ IsAlone: true } first, ..] ? [first] : [.. _waiting.Where(part => !part.IsAlone)];
            _waiting.RemoveAll(taken.Contains);
            _isWorking = taken.Count > 0;
            return taken;
        }
    }

    private async Task RunAsync(List<TransactionPart> parts)
    {
        try
        {
            ITransactionalProducer producer = await ReadyAsync();
            LetterTransaction transaction = new(producer, group, parts);
            await transaction.RunAsync();
            await SettleAsync(transaction, parts);
        }
        catch (Exception exception)
        {
            // Nothing was begun: there is no producer, and the next part asks for one again.
            parts.ForEach(part => part.End(new TransactionOutcome(Positions: null, exception)));
        }
    }

    private async Task TryGetReadyAsync()
    {
        try
        {
            await ReadyAsync();
        }
        catch (Exception)
        {
            // Whoever waits for it is told by the next try.
        }
    }

    private async Task<ITransactionalProducer> ReadyAsync()
    {
        if (_producer is { } ready)
        {
            return ready;
        }

        ITransactionalProducer made = _fresh ?? make();
        _fresh = null;
        try
        {
            await made.InitAsync();
        }
        catch (Exception)
        {
            made.Dispose();
            throw;
        }

        _producer = made;
        return made;
    }

    private async Task SettleAsync(LetterTransaction transaction, List<TransactionPart> parts)
    {
        if (transaction.Fate is TransactionFate.Replace or TransactionFate.Doubt)
        {
            _producer?.Dispose();
            _producer = null;
        }

        IReadOnlyList<TransactionPart> committed = transaction.IsCommitted ? parts
            : transaction.Fate == TransactionFate.Doubt ? await FindCommittedAsync(parts)
            : [];
        foreach (TransactionPart part in parts)
        {
            part.End(OutcomeOf(part, transaction, committed.Contains(part)));
        }
    }

    private static TransactionOutcome OutcomeOf(TransactionPart part, LetterTransaction transaction, bool isCommitted)
    {
        if (isCommitted)
        {
            return new TransactionOutcome(transaction.PositionsOf(part));
        }

        List<int>? refused = transaction.Culprits.GetValueOrDefault(part);
        return transaction.Culprits.Count > 0 && refused is null ? TransactionOutcome.Aborted : new TransactionOutcome(Positions: null, transaction.Error, refused);
    }

    /// <summary>A new producer of the same id ends what the old one left; the committed offsets then tell how. Parts that are given up meanwhile stay in doubt.</summary>
    private async Task<IReadOnlyList<TransactionPart>> FindCommittedAsync(List<TransactionPart> parts)
    {
        while (true)
        {
            foreach (TransactionPart part in parts.Where(part => part.IsGivenUp))
            {
                part.End(new TransactionOutcome(Positions: null, IsInDoubt: true));
            }

            if (parts.TrueForAll(part => part.IsGivenUp))
            {
                return [];
            }

            try
            {
                await ReadyAsync();
                IReadOnlyList<TopicPartitionOffset> found = await group.CommittedAsync([.. parts.Select(part => part.Next.TopicPartition)]);
                return parts.FindAll(part => part.IsTold && found.Contains(part.Next));
            }
            catch (Exception)
            {
                // Not known yet. Letters that wait for it are told by health as late.
                await Task.Delay(Rest, time);
            }
        }
    }
}
