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

    /// <summary>The parts whose own letters were refused, and the indexes of those letters.</summary>
    public Dictionary<TransactionPart, List<int>> Culprits { get; } = [];

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

        bool isComplete = Error is null && Culprits.Count == 0 && !IsAnyGivenUp;
        if (isComplete)
        {
            await CommitAsync();
        }

        if (!IsCommitted && Fate is (TransactionFate.Again or TransactionFate.Abort) && !await AbortAsync() && isComplete)
        {
            // Only an abort that the broker takes says that a commit which was asked for has not arrived: one without an answer may have, and what failed may be its repetition.
            Fate = TransactionFate.Doubt;
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
            for (int index = 0; index < part.Records.Count; index++)
            {
                TryProduce(part, index);
            }

            if (Culprits.Count > 0)
            {
                return;
            }
        }
    }

    private void TryProduce(TransactionPart part, int index)
    {
        try
        {
            Produce(part.Records[index].Target, part.Records[index].Record);
        }
        catch (KafkaException exception) when (!DeliveryFaults.IsFatal(exception.Error))
        {
            // Refused at once, as one that is too large for the client: the producer goes on to serve, and says the same of others of this part.
            Refuse(part, index, exception);
        }
    }

    private void Refuse(TransactionPart part, int index, KafkaException error)
    {
        Error ??= error;
        if (!Culprits.TryGetValue(part, out List<int>? refused))
        {
            Culprits.Add(part, refused = []);
        }

        refused.Add(index);
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
        if (Culprits.Count > 0)
        {
            return false;
        }

        int first = 0;
        foreach (TransactionPart part in parts)
        {
            for (int index = 0; index < part.Records.Count; index++)
            {
                DeliveryReport<byte[]?, byte[]?> report = await _reports[first + index];
                if (!DeliveryFaults.IsPersisted(report))
                {
                    Refuse(part, index, new KafkaException(report.Error));
                }
            }

            first += part.Records.Count;
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
