using Confluent.Kafka;

namespace Kafka.Dlq.DeadLetters;

/// <summary>Carries out one transaction: letters, then offsets, then the commit; and the abort when something of it fails or is given up.</summary>
internal sealed class LetterTransaction(ITransactionalProducer producer, ITransactionGroup group, IReadOnlyList<TransactionPart> parts)
{
    private readonly List<Task<DeliveryReport<byte[]?, byte[]?>>> _reports = [];

    /// <summary>What follows for the producer: <see cref="TransactionFate.Again"/> when it goes on to serve.</summary>
    public TransactionFate Fate { get; private set; } = TransactionFate.Again;

    /// <summary>Why it was not committed, as far as is known; null when it was, or when a part was given up.</summary>
    public Exception? Error { get; private set; }

    /// <summary>The parts whose own letters were refused.</summary>
    public HashSet<TransactionPart> Culprits { get; } = [];

    public bool IsCommitted { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            Fill();
            if (await AreTakenAsync() && !IsAnyGivenUp)
            {
                await SendOffsetsAsync();
            }
        }
        catch (Exception exception)
        {
            // Whatever it is: the transaction is open, and what is open must come to an end.
            Error = exception;
            Fate = TransactionFaults.FateOf(TransactionStep.Filling, exception, TransactionFaults.MostCalls);
        }

        if (Error is null && Culprits.Count == 0 && !IsAnyGivenUp)
        {
            await CommitAsync();
        }

        if (!IsCommitted && Fate is (TransactionFate.Again or TransactionFate.Abort))
        {
            await AbortAsync();
        }
    }

    /// <summary>Where the letters of a part lie, by the reports of a transaction that is committed.</summary>
    public IReadOnlyList<TopicPartitionOffset> PositionsOf(TransactionPart part)
    {
        int first = parts.TakeWhile(other => other != part).Sum(other => other.Records.Count);
        return [.. _reports.Skip(first).Take(part.Records.Count).Select(report => report.Result.TopicPartitionOffset)];
    }

    private bool IsAnyGivenUp => parts.Any(part => part.IsGivenUp);

    private void Fill()
    {
        producer.Begin();
        foreach (TransactionPart part in parts)
        {
            try
            {
                part.Records.ForEach(letter => Produce(letter.Target, letter.Record));
            }
            catch (KafkaException exception) when (!DeliveryFaults.IsFatal(exception.Error))
            {
                // Refused at once, as one that is too large for the client: the producer goes on to serve.
                Culprits.Add(part);
                Error = exception;
                return;
            }
        }
    }

    private void Produce(TopicPartition target, Message<byte[]?, byte[]?> record)
    {
        // The report comes on the client's own thread, which must not run what follows.
        TaskCompletionSource<DeliveryReport<byte[]?, byte[]?>> reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
        producer.Produce(target, record, report => reported.TrySetResult(report));
        _reports.Add(reported.Task);
    }

    private async Task<bool> AreTakenAsync()
    {
        int index = 0;
        foreach (TransactionPart part in parts.Where(_ => Culprits.Count == 0).ToArray())
        {
            foreach (Task<DeliveryReport<byte[]?, byte[]?>> reported in _reports.Skip(index).Take(part.Records.Count))
            {
                DeliveryReport<byte[]?, byte[]?> report = await reported;
                if (!DeliveryFaults.IsPersisted(report))
                {
                    Culprits.Add(part);
                    Error ??= new KafkaException(report.Error);
                }
            }

            index += part.Records.Count;
        }

        return Culprits.Count == 0;
    }

    private async Task SendOffsetsAsync()
    {
        // Taken before the last look at the assignments: had one been revoked in between, this is of a generation that the coordinator refuses.
        IConsumerGroupMetadata? membership = group.Membership;
        if (membership is null)
        {
            Error = new KafkaException(new Error(ErrorCode.UnknownMemberId, "this process is no member of its group at present"));
        }
        else if (!IsAnyGivenUp)
        {
            await TryAsync(TransactionStep.Filling, () => producer.SendOffsetsAsync([.. parts.Select(part => part.Next)], membership));
        }
    }

    private async Task CommitAsync() => IsCommitted = await TryAsync(TransactionStep.Commit, producer.CommitAsync);

    private Task<bool> AbortAsync() => TryAsync(TransactionStep.Abort, producer.AbortAsync);

    private async Task<bool> TryAsync(TransactionStep step, Func<Task> call)
    {
        for (int calls = 1; ; calls++)
        {
            try
            {
                await call();
                Fate = TransactionFate.Again;
                return true;
            }
            catch (Exception exception)
            {
                Fate = TransactionFaults.FateOf(step, exception, calls);
                if (Fate != TransactionFate.Again)
                {
                    Error ??= exception;
                    return false;
                }
            }
        }
    }
}
